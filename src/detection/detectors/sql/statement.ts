import { type Tokens } from './lexer.js';

/** What must follow a verb to make it the beginning of a statement, as shapes. Verbs that sentences begin with need most. */
const STATEMENTS: Readonly<Record<string, RegExp>> = {
  insert: /^X[Kw]?I[wTv.]{0,9}(?:f\(|[(KSX])/,
  update: /^X[wT.]{1,9}K[wT.]{1,9}=/,
  delete: /^XF[wT](?:\.[wT])*(?:$|[Wc;L])/,
  drop: /^XT(?:$|[wKTc;(])/,
  create: /^X(?:l[fXw])?T(?:Kw?K?)?(?:f\(|[wT](?:\.[wT])*(?:\(|K[S(]|[c;]))/,
  alter: /^XT[wTK]/,
  truncate: /^XT?[wT](?:$|[c;,])/,
  exec: /^X(?:[Dsv]|X|\(|w\.|w[sv,n])/,
  execute: /^X(?:D|s|v|X|\(|K)/,
  declare: /^Xv/,
  shutdown: /^X(?:$|[c;]|K)/,
  waitfor: /^XK[sq]/,
  grant: /^X[wTXAS,]{1,20}K[wT.+]{1,9}K/,
  merge: /^XI[wT]/,
  call: /^X(?:D|f\()/,
  load: /^Xww?I/,
  kill: /^Xn(?:$|[c;])/,
  backup: /^XT[wT]/,
  restore: /^XT[wT]/,
  copy: /^X[wT(].*F[sw]|^X[wT].*K[sw]/,
  attach: /^XT?[s]/,
  xp_cmdshell: /^X[sqv(]/,
  sp_executesql: /^X[sqv!]/,
  dbcc: /^Xw/,
  pragma: /^Xw[=(]/,
  handler: /^X[wT]w(?:$|[;c])/,
  rename: /^XT[wT]K/,
};

/** Whether the token at `at` begins a statement. */
export function beginsStatement({ shape, words }: Tokens, at: number): boolean {
  if (shape[at] === 'S')
    return /^SA?\(*!*(?:[+]?(?:n|D|f\()[^w]|[Nv][,F;c)]|s[,F;c)]|[+][,F.)]|[wT](?:[,.]|F[wT]))/.test(
      shape.slice(at, at + 16),
    );
  if (words[at] === 'if' && /^K\({0,9}[nsfv].{0,9}=/.test(shape.slice(at, at + 12))) return true;
  const rule = shape[at] === 'X' ? STATEMENTS[words[at]!] : undefined;
  return rule?.test(shape.slice(at, at + 24)) ?? false;
}
