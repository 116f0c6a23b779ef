const LANGUAGES = new Set(
  'astro awk bash bat batch bigquery blade c c# c++ cjs clojure cobol conf console cpp cs csharp css cypher d dart delphi deno diff dockerfile ejs elixir elm erb erlang fish fortran fsharp go golang graphql groovy haml handlebars haskell hcl html http ini java javascript jinja jinja2 js json json5 jsonc jsx julia kotlin latex less liquid lisp lua makefile mariadb markdown matlab md mdx mjs mssql mysql nginx nim nix node nodejs objectivec ocaml oracle pascal patch perl php plaintext plsql plpgsql postgres postgresql powershell prolog proto protobuf ps1 pug puppet pyspark python py r racket regex ruby rb rust sass scala scheme scss sh shell shell-session shellscript snowflake solidity sparksql sparql sql sqlite svelte svg swift tcl terraform tex text toml ts tsql tsx twig typescript vb vbnet verilog vhdl vim vue xml yaml yml zig zsh'.split(
    ' ',
  ),
);
const LANGUAGE_FIELD = /^(?:language|lang|syntax|mode|highlight|runtime)$/i;
/** Fields of code, and those that hold any text. */
const CODE_FIELD = /^(?:code|source|snippet|src|script)$/i;
const TEXT_FIELD = /^(?:content|body|text)$/i;

/** `python3.11`, `c++17`, `Python 3`: a version after the name. */
const VERSION = /[\s-]?\d[\d.x]{0,6}$/;

/** Whether a field says that what comes with it is source code: a language by name, and the name of a real one. */
export function namesLanguage(field: string, value: unknown): boolean {
  if (typeof value !== 'string' || value.length >= 16 || !LANGUAGE_FIELD.test(field)) return false;
  const name = value.toLowerCase();
  return LANGUAGES.has(name) || LANGUAGES.has(name.replace(VERSION, ''));
}

/** Files of sources that no server runs and no browser shows because of what they are called. */
const FILE_FIELD = /^(?:file_?name|path)$/i;
const SOURCE_NAME =
  /[\w)]\.(?:bash|c|cc|cpp|cs|css|dart|ex|exs|go|graphql|hs|java|jl|js|jsx|kt|less|lua|mjs|pl|pm|proto|ps1|py|r|rb|rs|scala|scss|sh|sql|swift|tf|toml|ts|tsx|vue|ya?ml)$/i;

/** Whether an object is a file of sources by its name: what it holds in a field of code is that. */
export const namesSource = (field: string, value: unknown): boolean =>
  typeof value === 'string' && value.length < 200 && FILE_FIELD.test(field) && SOURCE_NAME.test(value);

/**
 * Whether a value is the source code of such a form or object: what a field of code holds, be it one line, and several
 * lines in a field that may hold any text.
 */
export const isCode = (field: string, value: string): boolean =>
  CODE_FIELD.test(field) || (TEXT_FIELD.test(field) && value.trimEnd().includes('\n'));

/** Whether a form says so, anywhere in it. */
export const formNamesLanguage = (form: string): boolean => {
  const found = /(?:^|&)(language|lang|syntax|mode|highlight)=([\w+#%-]{1,15})(?:&|$)/.exec(form);
  return found !== null && namesLanguage(found[1]!, found[2]!);
};

/** The types by which editors, trackers and chats call a block of code in a structured text. */
const CODE_BLOCK = /^(?:code|code[_-]?block|(?:rich_text_)?preformatted)$/i;
const TEXT_OF_BLOCK = /^(?:text|content|plain_text)$/;

export const isCodeBlock = (type: unknown): boolean =>
  typeof type === 'string' && type.length < 24 && CODE_BLOCK.test(type);

/** Whether a field below such a block holds its text; a `code` or a `value` of one may be that of a voucher. */
export const isTextOfBlock = (field: string): boolean => TEXT_OF_BLOCK.test(field);
