import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = process.cwd();
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
  'sample/README.md',
].filter((page) => existsSync(join(ROOT, page)));

interface Example {
  page: string;
  line: number;
  code: string;
}

/** The TypeScript examples of a page that are whole: those that import what they use. */
function examplesOf(page: string): Example[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)]
    .map((match) => ({ page, line: text.slice(0, match.index).split('\n').length, code: match[1] as string }))
    .filter(({ code }) => /^import /m.test(code));
}

const EXAMPLES = PAGES.flatMap(examplesOf);

/** What the compiler says of each example, as `page:line: message`, all compiled in one go. */
function problems(): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const parsed = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const options: ts.CompilerOptions = { ...parsed.options, noEmit: true, noUnusedLocals: false, rootDir: undefined };
  const files = new Map(EXAMPLES.map((example, i) => [join(ROOT, 'test', `example-${i}.ts`), example]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists.call(host, path);
  host.readFile = (path) => files.get(path)?.code ?? readFile.call(host, path);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const example = files.get(path);
    return example
      ? ts.createSourceFile(path, example.code, languageVersion, true)
      : getSourceFile.call(host, path, languageVersion, ...rest);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).flatMap(({ file, start, messageText }) => {
    const example = file && files.get(file.fileName);
    if (!example || !file) return [];
    const line = example.line + 1 + file.getLineAndCharacterOfPosition(start ?? 0).line;
    return [`${example.page}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`];
  });
}

it('finds the examples', () => expect(EXAMPLES.length).toBeGreaterThanOrEqual(2));

it('compiles every example of the pages', () => expect(problems()).toEqual([]), 60_000);
