const times = Number(process.env['ORACLE_TIMES'] ?? 1);

/** How often a property is asked beside another parser: so many times in the tests, and more with `npm run fuzz:oracles`. */
export const trials = (usual: number): { numRuns: number } => ({ numRuns: usual * times });
