import { type Tokens } from './lexer.js';

/** What must follow a verb to make it the beginning of a statement, as shapes. Verbs that sentences begin with need most. */
const STATEMENTS: Readonly<Record<string, RegExp>> = {
  insert: /^X[Kw]?I(?:[wTv.]{0,9}f\(|[wTv.]{1,9}(?:\([^)]{0,40}\)[KSX]|[KSX]))/,
  replace: /^XI[wTv.]{1,9}(?:f\(|[(KSX])/,
  bulk: /^XX[wT.]{1,9}F[sq]/,
  update: /^Xw?[wT.]{1,9}K[wT.]{1,9}=/,
  delete: /^X(?:w{0,2}|Lf?\(?n\)?)F[wT](?:\.[wT])*(?:$|[Wc;L])/,
  drop: /^XT(?:$|[wKTc;(])/,
  create: /^X(?:l[fXw])?(?:T(?:Kw?K?)?(?:f\(|[wT](?:\.[wT])*(?:\([wT][wTf]|K[S(wsq]|[c;])))/,
  alter: /^XT[wTv](?:\.[wT])*[wXKLc;=]/,
  truncate: /^XT?[wT](?:\.[wT])*(?:$|[c;,])/,
  exec: /^X(?:[Dsv]|X|\((?:[sqv!]|f\(|X)|w(?:\.\.?[wX]){1,3}|w[sv,n])/,
  execute: /^X(?:D|s|v|X[sqv(]|\([sqv!]|K|w(?:\.\.?[wX]){1,3})/,
  declare: /^Xv|^Xwf\(/,
  shutdown: /^X(?:$|[c;]|K)/,
  waitfor: /^XK[sq]/,
  grant: /^X[wTXSA,]{1,20}K(?:[wT]|\+)(?:\.(?:[wT]|\+))?x/,
  revoke: /^X[wTXSA,]{1,20}K(?:[wT]|\+)(?:\.(?:[wT]|\+))?F/,
  merge: /^XI[wT](?:\.[wT])?w?K/,
  call: /^X(?:D|w\.|f\([sqnvfN)])/,
  load: /^Xw{1,3}[sq]/,
  kill: /^X(?:w?)n(?:$|[c;])/,
  backup: /^XT[wT]xw=/,
  restore: /^XT[wT]Fw=/,
  copy: /^X[wT(].*F[sw]|^X[wT(].*x[sw]/,
  attach: /^XT?[s]/,
  detach: /^XT?[ws](?:$|[c;])/,
  xp_cmdshell: /^X[sqv(]/,
  sp_executesql: /^X[sqv!]/,
  dbcc: /^Xw/,
  pragma: /^Xw(?:[=(]|$|[c;])/,
  vacuum: /^XI[sq]/,
  handler: /^X[wT]w(?:$|[;c])/,
  rename: /^XT[wT]x[wT]/,
  use: /^X[wT](?:c|;)/,
  reset: /^Xw(?:c|;)/,
  flush: /^X[wT]{1,2}(?:c|;)/,
  prepare: /^Xw(?:F|K)[sqv]/,
  raiserror: /^X\(/,
  begin: /^X(?:[XND]|w\.)/,
  do: /^X(?:D|f\(|x)/,
  lock: /^XT[wT]w/,
  show: /^X(?:T|w)(?:c|;|[F])/,
  explain: /^XS/,
  describe: /^Xw(?:c|;)/,
  refresh: /^XwTw/,
};

/** A statement by itself needs more than one after another: `delete from cart` and `kill 5` are what people say. */
const ALONE: Readonly<Record<string, RegExp>> = {
  delete: /^X(?:w{0,2}|Lf?\(?n\)?)F[wT](?:\.[wT])*[Wc;L]/,
  kill: /^Xn[c;]/,
  truncate: /^XT[wT](?:\.[wT])*(?:$|[c;,])/,
  shutdown: /^X(?:[c;]|Kw$)/,
  pragma: /^Xw(?:=|\()/,
  detach: /^XT[ws](?:$|[c;])/,
  begin: /^X(?:w\.|D)/,
  lock: /^XT[wT]w$/,
  show: /^XT[c;]/,
  use: /^X[wT]c/,
  do: /^X(?:D|xx)/,
};

/** Whether the token at `at` begins a statement. */
export function beginsStatement({ shape, words }: Tokens, at: number, alone = false): boolean {
  if (shape[at] === 'S')
    return /^SA?\(*!*(?:[+]?(?:n|D|f\()[^w]|[Nv](?:[,F;c)]|$)|s[,F;c)l+]|[+][,F.)]|KK|[wT](?:[,.]|l[swf(]|F[wT]))/.test(
      shape.slice(at, at + 16),
    );
  if (words[at] === 'if' && /^K\({0,9}[nsfv].{0,9}=/.test(shape.slice(at, at + 12))) return true;
  if (words[at] === 'with' && /^K[wK]{1,2}(?:\([^)]{0,20}\))?K\(S/.test(shape.slice(at, at + 32))) return true;
  const verb = words[at]!;
  const rule = shape[at] === 'X' ? ((alone ? ALONE[verb] : undefined) ?? STATEMENTS[verb]) : undefined;
  return rule?.test(shape.slice(at, at + 24)) ?? false;
}
