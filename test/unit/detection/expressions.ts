import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface Expression {
  readonly source: string;
  readonly flags: string;
  readonly where: string;
}

/** Every regular expression literal below a folder, and every one that is built while `load` runs. */
export async function expressionsOf(folder: string, load: () => Promise<unknown>): Promise<Expression[]> {
  const literals = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => literalsOf(join(folder, name)));
  return [...literals, ...(await builtDuring(load))];
}

function literalsOf(file: string): Expression[] {
  const found: Expression[] = [];
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1), where: file });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

async function builtDuring(load: () => Promise<unknown>): Promise<Expression[]> {
  const found: Expression[] = [];
  const Original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Original, {
    construct(target, [pattern, flags]: [string | RegExp, string | undefined]) {
      if (typeof pattern === 'string') found.push({ source: pattern, flags: flags ?? '', where: 'new RegExp' });
      return Reflect.construct(target, flags === undefined ? [pattern] : [pattern, flags]);
    },
  });
  try {
    await load();
  } finally {
    globalThis.RegExp = Original;
  }
  return found;
}
