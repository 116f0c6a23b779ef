const LANGUAGES = new Set(
  'bash c c# c++ clojure cpp cs csharp css dart dockerfile elixir elm erlang fsharp go golang graphql groovy haskell html java javascript js json jsx julia kotlin latex less lua makefile markdown matlab md nginx objectivec ocaml perl php plaintext plsql plpgsql powershell prolog ps1 python py r ruby rb rust sass scala scheme scss sh shell solidity sql swift terraform text toml ts tsx twig typescript vb vim vue xml yaml yml zig zsh'.split(
    ' ',
  ),
);
const LANGUAGE_FIELD = /^(?:language|lang|syntax|mode|highlight)$/i;
const CODE_FIELD = /^(?:code|source|snippet|src|script|content|body|text)$/i;

/** Whether a field says that what comes with it is source code: a language by name, and the name of a real one. */
export const namesLanguage = (field: string, value: unknown): boolean =>
  typeof value === 'string' && value.length < 16 && LANGUAGE_FIELD.test(field) && LANGUAGES.has(value.toLowerCase());

/**
 * Whether a value is the source code of such a form or object. Only text of several lines: a payload in a field that
 * happens to be called `code` has one.
 */
export const isCode = (field: string, value: string): boolean =>
  CODE_FIELD.test(field) && value.trimEnd().includes('\n');

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
