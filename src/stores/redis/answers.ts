/**
 * True for the answers of a server that cannot do now what it is asked, whatever that is. Others are about what was asked
 * for, and say nothing of the next request.
 */
export function isLasting(error: unknown): boolean {
  return (
    error instanceof Error &&
    /\b(?:NOPERM|NOAUTH|READONLY|OOM|MISCONF|LOADING|MASTERDOWN|CLUSTERDOWN|BUSY)\b|can't run this command/.test(
      error.message,
    )
  );
}
