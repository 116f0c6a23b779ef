import { type Place } from './types.js';

/**
 * What the names around a text in a body say of it. Applications choose names, attackers do not: `job.command` holds a
 * command line, whoever sends it.
 */

/** What somebody's machine met and tells of: telemetry, logs, errors, what programs printed. */
const REPORTED_UNDER =
  /(?:^|\.)(?:breadcrumbs|exceptions?|stack_?traces?|frames|resource(?:spans|logs|metrics)|scope(?:spans|logs)|logrecords|spans?|logs|log_?(?:events|entry|entries|lines)|telemetry|csp-report|protopayload|streams|output_fields|audits|cells\.outputs)\./i;
const REPORTED =
  /^(?:logs?|stack|stack_?trace|trace_?back|back_?trace|component_?stack|script-sample|std(?:out|err)|console(?:_?output)?|output|cmd_?line|command_?line|user_?agent|event\.original|(?:pre|post)_context|context_line|search_?query|violations?)$|(?:^|\.)(?:db\.(?:statement|query\.text)|process\.command_?line|exception\.(?:message|stacktrace)|user_agent\.original|url\.(?:full|query)|file\.path|proc\.cmdline|messages\.content(?:\.(?:text|content))?)$/i;

/** Whether a text tells what was met, not what is to be done: it is shown to operators. */
export const isReported = (path: string, field: string): boolean =>
  REPORTED_UNDER.test(path) || REPORTED.test(field) || (path.includes('.') && REPORTED.test(path));

/** Fields that hold source code, and the cells of notebooks. */
const SOURCE =
  /^(?:source_?code|(?:js|python|ts|lua)_?code|code_?(?:snippet|block)|snippet|func|diff_hunk|plain-text-body)$|(?:^|\.)(?:script\.exec|cells\.source|region\.snippet\.text|(?:files|actions)\.(?:.{1,100}\.)?content)$/i;

export const isSource = (path: string, field: string): boolean =>
  SOURCE.test(field) || (path.includes('.') && SOURCE.test(path));

/** A change of source code, or a script with its interpreter in the first line: files, not values. */
const FILE_OF_SOURCE =
  /^(?:diff --git \S|@@ -\d{1,9}(?:,\d{1,9})? \+\d{1,9}(?:,\d{1,9})? @@|--- \S[^\n]{0,300}\n\+\+\+ |#!\s?\/(?:usr\/)?bin\/[^\n]{1,80}\n)/;

/** Whether a text is a file of source code, by what it begins with. */
export const isSourceFile = (text: string, field: string): boolean => {
  const first = text.charCodeAt(0);
  if (first === 60) return MARKUP_FIELD.test(field) && PAGE.test(text);
  return (first === 100 || first === 64 || first === 45 || first === 35) && FILE_OF_SOURCE.test(text);
};

/** A whole page or a component in a field for such: whoever puts markup into a page has only a part of one. */
const PAGE = /^<(?:!doctype html\b|html[\s>]|template>\s)/i;
const MARKUP_FIELD = /^(?:code|source|snippet|page|html)$/;
const SOURCE_FIELD = /^(?:code|source|snippet|script)$/;
const LINES_OF_SOURCE = 4;
const LEAST_SOURCE = 40;
const LOOKED_AT = 2000;

/** Whether a text in a field that may hold source code is several lines of it, not a value with line ends around. */
export function isSourceText(field: string, text: string): boolean {
  if (!SOURCE_FIELD.test(field) || text.length < LEAST_SOURCE) return false;
  const lines = text.slice(0, LOOKED_AT).split('\n');
  return lines.length >= LINES_OF_SOURCE && lines.filter((line) => line.trim() !== '').length >= LINES_OF_SOURCE;
}

/** Fields of regular expressions, which are made of what other syntax is made of. */
const EXPRESSION = /^(?:regexp?|reg_?ex|pattern|\w{1,20}_?(?:pattern|regex))$/;

export const isExpression = (field: string): boolean => EXPRESSION.test(field);

/** Names that only wrap what a request is about. */
const WRAPPER =
  /^(?:data|attributes|items?|inputs?|variables|params|parameters|payload|body|query|filters?|users?|request|args|fields|values?|records|json|form|options|search|object|model|entity|dto|\d+)$/i;

/** Whether a field stands in a part of a document that has a name of its own: `build.url`, not `data.attributes.url`. */
export function isNested(path: string): boolean {
  const end = path.lastIndexOf('.');
  return (
    end > 0 &&
    !path
      .slice(0, end)
      .split('.')
      .every((part) => WRAPPER.test(part))
  );
}

/** Fields of build services, schedulers, orchestrators and package manifests whose values are command lines. */
const COMMAND_FIELD =
  /(?:^|\.)(?:scripts|health_?check|lint-staged|husky|hooks|steps|jobs|tasks|pipelines?)\.|\w[_-]?(?:command|cmd|script|entrypoint)s?$/i;
const COMMANDS = /^(?:commands?|cmd|args?|argv|entry_?point|run|exec|shell|script|command_?lines?|cmd_?lines?)$/i;

/** Whether a field holds command lines: `job.command`, `steps.run`, `containers.args`. */
export function holdsCommands(path: string, place: Place['kind']): boolean {
  if (place !== 'body') return false;
  if (COMMAND_FIELD.test(path)) return true;
  const name = path.slice(path.lastIndexOf('.') + 1);
  return name === path ? /^(?:Cmd|Entrypoint)$/.test(name) : COMMANDS.test(name) && isNested(path);
}

/** Whether the whole value is a command line, not only something beside one: `scripts.build`, `steps.run`. */
export const isCommandLine = (path: string): boolean =>
  /(?:^|\.)scripts\.[^.]{1,80}$/i.test(path) ||
  (holdsCommands(path, 'body') && COMMANDS.test(path.slice(path.lastIndexOf('.') + 1)));

/** Fields of tools that are there for queries. */
const QUERIES = /^(?:(?:raw_?)?sql(?:_?(?:query|text|statement))?|query(?:_?(?:text|sql|string))?|statements?|soql)$/i;

export const holdsQueries = (field: string): boolean => QUERIES.test(field);

/** A part of a document that is a filter or a pipeline of a document database. */
const FILTERED = /(?:^|\.)(?:filters?|where|selector|pipeline|\$match|match|criteria|conditions?|aggregat\w{0,6})\./i;

export const isFilter = (path: string): boolean => FILTERED.test(path);

/** Parts of a document that a server fetches what they name. */
const FETCHED =
  /(?:hooks?|images?|avatar|picture|photo|icon|logo|thumbnail|source|feed|import|fetch|proxy|download|targets?|callbacks?|uploads?|attachments?|files?|remote|preview|endpoints?|scrape|crawl|notifications?|integration|connection|resource|media)$/i;

/** Whether an address stands in a part that tells of a thing, not of what is to be fetched: `build.url`, `servers.url`. */
export function tellsAddress(path: string): boolean {
  if (!isNested(path)) return false;
  const parts = path
    .split('.')
    .slice(0, -1)
    .filter((part) => !WRAPPER.test(part));
  return !FETCHED.test(parts.at(-1)!);
}

/** Places of a deployment's description and of a commit that name files. */
const NAMES_FILES =
  /(?:^|\.)(?:mount_?(?:path|point)|(?:host|container|sub)_?path|hostpath\.path|work(?:ing)?_?dir(?:ectory)?|cwd|volumes?|binds|mounts|dest|globs?|ignore|exclude|(?:commits?|head_commit)\.(?:added|modified|removed)|files\.filename|actions\.file_path|comment\.path|artifactlocation\.uri|compileroptions\.\w{1,40})$/i;

export const namesFiles = (path: string): boolean => NAMES_FILES.test(path);

/** Fields by which manifests and schemas name another file of the same sources. */
const REFERS = /(?:^|\.)(?:\$schema|\$ref|extends|main|module|types|typings|browser|unpkg)$/;
const RELATIVE =
  /^(?:\.{1,2}\/){1,6}[\w@][\w@.+-]{0,80}(?:\/[\w@][\w@.+-]{0,80}){0,12}\.(?:[cm]?[jt]sx?|json|md|css|scss|less|map|vue|wasm|node)(?:#[\w/$.-]{0,200})?$/i;

/** Whether a text names a file of sources, seen from the one that it stands in: `../tsconfig.base.json`. */
export const refersToSource = (path: string, text: string): boolean =>
  (REFERS.test(path) || isNested(path)) && RELATIVE.test(text);
