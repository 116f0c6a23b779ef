const SPOKEN =
  /^(?:q|qs|s|kw|query|search\w{0,12}|terms?|keywords?|filters?|title|subject|headline|heading|caption|\w{0,20}name|label|tags?|topics?|skills?|tools?|packages?|products?|items?|categor(?:y|ies)|brand|model|summary|desc|description|text|body|message|messages|msg|content|comments?|notes?|review|question|answer|bio|about|reason|feedback|details?|info|alt|placeholder|compan(?:y|ies)|organi[sz]ation|city|street|address\w{0,6}|languages?|lang|technolog(?:y|ies)|stack|frameworks?|library|libraries|software|jobs?|role|position|user|login|authors?|artist|album|track|song|genre|group|groupid|dependenc(?:y|ies)|artifact|sentence|phrase|utterance|transcript)$/;

/** Whether people write into a field of this name: what is merely named there is spoken of, or looked for. */
export const isSpoken = (field: string): boolean => SPOKEN.test(field);

const RUN =
  /^(?:c|cmd|cmdline|commands?|exec|execute|run|shell|sh|bash|code|eval|script|args?|argv?\d{0,2}|params?|ping|do|func(?:tion)?|payload|foo|bar|test|x|y)$/;

/** Whether the name of a field says that something is run, or is the name by which whoever tries things out calls a field. */
export const isRun = (field: string): boolean => RUN.test(field);

/** Names whose values are words of a closed list, or names themselves. */
const NAMING =
  /(?:^|[a-z_-])(?:slug|id|key|type|kind|action|event|status|state|permissions?|scopes?|sort|order|fields?|columns?|path|file|ref|branch|process|program|binary|service|source|component|module|plugin|format|driver|icon|class|code_?name|handle|alias|channel|platform|os|arch|system|hostname|host|url|uri|link|href|runtimes?|engine|env|environment|framework|image|provider|database|vendor|dialect|client|backend|compiler|parser|formatter|linter|builder|builds?_?with|toolchain|provisioner|editor|distro|distribution|interpreter|base)$/;

/** Whether a value under this name is a name itself, which may be that of a program. */
export const isNaming = (field: string): boolean => NAMING.test(field);
