const LANGUAGES = new Set(
  'astro awk bash bat batch blade c c# c++ cjs clojure cobol conf console cpp cs csharp css cypher d dart delphi diff dockerfile ejs elixir elm erb erlang fish fortran fsharp go golang graphql groovy haml handlebars haskell hcl html http ini java javascript js json json5 jsonc jsx julia kotlin latex less liquid lisp lua makefile markdown matlab md mdx mjs mysql nginx nim nix objectivec ocaml pascal patch perl php plaintext plsql plpgsql postgresql powershell prolog proto protobuf ps1 pug puppet python python3 py r racket regex ruby rb rust sass scala scheme scss sh shell shell-session shellscript solidity sparql sql sqlite svelte svg swift tcl terraform tex text toml ts tsql tsx twig typescript vb vbnet verilog vhdl vim vue xml yaml yml zig zsh'.split(
    ' ',
  ),
);
const LANGUAGE_FIELD = /^(?:language|lang|syntax|mode|highlight)$/i;
/** Fields of code, and those that hold any text. */
const CODE_FIELD = /^(?:code|source|snippet|src|script)$/i;
const TEXT_FIELD = /^(?:content|body|text)$/i;

/** Whether a field says that what comes with it is source code: a language by name, and the name of a real one. */
export const namesLanguage = (field: string, value: unknown): boolean =>
  typeof value === 'string' && value.length < 16 && LANGUAGE_FIELD.test(field) && LANGUAGES.has(value.toLowerCase());

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
