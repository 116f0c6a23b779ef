import { tableRoom } from '../table.js';

const FOLLOWS =
  '(?:\\(|(?:echo[.:]?|cmd|goto|del|copy|set|start|call|r[dm]|m[dk]|ren|move|type|else|cd|exit|if|pause|xcopy)(?![a-z]))';

/** Marks of shells that need no list of commands. */
export const dialects = tableRoom({
  name: 'shell',
  category: 'shell',
  triggers: [
    'ext::',
    "|'",
    ...[
      'core.pager=',
      'core.editor=',
      '() {',
      '(){',
      '{,',
      '$[',
      '${',
      '<()',
      '>()',
      '<(',
      '>(',
      '<<<',
      '!-',
      '~+',
      '~-',
      '"&"',
      'if ',
      'for ',
      'alias',
      ' -e ',
      ' -c ',
      'exec ',
    ],
    ...[
      '/[',
      '/?',
      '/*',
      'bin/',
      '/etc',
      '/bin',
      '/usr',
      '/var',
      '/proc',
      '/home',
      '/root',
      '/tmp',
      '/dev',
      '/./',
      ';./',
    ],
    ...[
      'powershell',
      'iex',
      'iwr',
      'invoke-',
      'new-object',
      '-encodedcommand',
      'downloadstring',
      'downloadfile',
      ']::',
      '$env:',
    ],
    ...['reg ', 'reg.exe', 'regedit', '%programfiles', '%comspec', '%systemroot', '%windir', '%userprofile', '-exec'],
    ...[
      '&$',
      ';$',
      '|$',
      '& (',
      '&(',
      '.(',
      "'+'",
      '"+"',
      'proxycommand',
      'checkpoint',
      'askpass',
      '-pack=',
      '--exec',
      '--rsh',
    ],
    ...[
      '--pager',
      '--open-files-in-pager',
      '--to-command',
      '--use-compress',
      '--ssh-command',
      'core.sshcommand',
      'core.pager',
      'core.editor',
      'sh ',
    ],
    ...['{', '[', '$', '/', '|', '^'],
  ],
  rules: [
    { what: 'git-transport', needs: 'ext::', pattern: /^["'\s]{0,3}ext::\s{0,3}(?:\/|\w{1,20}\s)/, confidence: 0.7 },
    {
      // A cell of a table that starts a program when the table is opened.
      what: 'cell',
      needs: "|'",
      pattern: /^\s{0,3}[=+@-][^|]{0,60}\b(?:cmd|powershell|msexcel|mshta|rundll32|regsvr32)(?:\.exe)?\|'[^']{0,300}'!/,
      confidence: 0.7,
    },
    {
      what: 'function-definition',
      needs: '{',
      pattern: /^[^a-z]{0,9}\(\s{0,3}\)\s{0,3}\{\s{0,9}(?:[:_a-z}]|$)/,
      confidence: 0.7,
    },
    {
      // `f(){ f|f& };f`
      what: 'function-definition',
      needs: '{',
      pattern: /(?:^|[\s;&|])([\w.:-]{1,20})\s{0,3}\(\s{0,3}\)\s{0,3}\{\s{0,5}\1(?:\s{0,3}\(\s{0,3}\))?\s{0,3}[|&;]/,
      confidence: 0.7,
    },
    {
      // `a=nc&&$a -nlvp 555`: a command is put into a variable, and the variable is run.
      what: 'assigned-command',
      needs: '$',
      pattern:
        /(?:^|[\s;&|?])(?:[a-z_]\w{0,20}=[\w./[\]?*'"\\$-]{1,40}\s{0,3}(?:;|&&|\n)\s{0,3}){1,3}(?:\$\{?[a-z_]\w{0,20}\}?){1,3}(?:[\s;|&]|$)/,
      confidence: 0.65,
    },
    {
      // A connection that is handed a shell, whatever stands before it.
      what: 'reverse-shell',
      pattern:
        /\bn(?:et)?c(?:at)?(?:\.\w{2,12})?\s{1,5}(?:-[a-z]{1,5}\s{1,5}){0,3}[\w.:-]{1,80}\s{1,5}\d{1,5}\s{1,5}(?:-e|-c|--(?:sh-)?exec)\s{1,5}[\w./\\]{0,40}(?:sh|cmd|powershell|pwsh)\b/,
      confidence: 0.9,
    },
    {
      // A command with an argument before it: `bash | zsh | sh` is a list.
      what: 'pipe-to-shell',
      needs: 'sh',
      pattern:
        /(?:^|[;&|(\n])\s{0,5}[\w./-]{1,40}\s{1,5}[^|\s][^\n]{0,200}?\|\s{0,5}(?:sudo\s{1,3})?(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k|c|tc|a|fi)?sh\s{0,5}(?:$|[#;&|)"'`]|-\s{0,3}$|-[sci]\b)/,
      confidence: 0.65,
    },
    { what: 'find-exec', needs: '-exec', pattern: /\bfind\s{1,5}[^\n]{1,100}?\s-exec(?:dir)?\s/, confidence: 0.6 },
    {
      // `Ex"&"ecute(`: VBScript that hides the name of what it calls.
      what: 'concatenation',
      needs: '"&"',
      pattern: /[a-z]"&"[a-z]{1,12}"&"[a-z]|\bex"&"e/,
      confidence: 0.7,
    },
    {
      what: 'pipe-to-call',
      pattern: /^\s{0,5}[|;&]{1,2}\s{0,5}(?:system|exec|passthru|popen)\s{0,3}\(/,
      confidence: 0.7,
    },
    {
      // `;$SHELL -c id`, `;$0<<<id`
      what: 'shell-variable',
      needs: '$',
      pattern: /(?:^|[;|&\n`(])\s{0,3}\$\{?(?:shell|bash|0)\}?\s{0,3}(?:-[ci]\b|<|\/)/,
      confidence: 0.7,
    },
    {
      // `;/tmp/x`, `&& ./run`
      what: 'dropped-program',
      needs: '/',
      pattern:
        /^[^/\\]{0,60}(?:;|&&?|\|{1,2})\s{0,2}(?:\/(?:tmp|var\/tmp|dev\/shm)\/|\.\/)[\w.-]{1,40}\s{0,2}(?:$|[;|&>]|\s-)/,
      confidence: 0.55,
    },
    {
      // Options by which a program that was to read a name runs another one.
      what: 'argument',
      needs: '-',
      pattern:
        /(?:^|[\s"'=])(?:-o\s{0,2}proxycommand\s{0,2}=|--checkpoint-action=|--use-askpass=|--(?:upload|receive)-pack=|--(?:exec|rsh|pager|open-files-in-pager|to-command|use-compress-program|ssh-command)=|-c\s{0,2}core\.(?:sshcommand|pager|editor)=)/,
      confidence: 0.65,
    },
    {
      // `& ('who'+'ami')`, `.('iex')`, `&("{1}{0}"-f'x','y')`
      what: 'call-operator',
      needs: '(',
      pattern: /(?:^|[;|&{(\s])[&.]\s{0,2}\(\s{0,2}["'][^"'\n]{1,40}["']\s{0,2}(?:\+|-f|-join|-replace|\))/,
      confidence: 0.6,
    },
    {
      what: 'powershell-variable',
      needs: '$env:',
      pattern: /^[;|&\s]{1,3}\$env:[a-z_]{3,40}\s{0,3}$/,
      confidence: 0.6,
    },
    { what: 'history', needs: '!-', pattern: /^\s{0,3}!-\d{1,3}(?:!-?\d{1,3}){0,5}\s{0,3}$/, confidence: 0.5 },
    {
      what: 'batch-loop',
      needs: 'for',
      pattern:
        /(?:^|[^a-z])for\s{1,30}(?:\/[a-z]\s{1,30}[^()]{0,100}?)?%{1,2}\S{0,20}\s{1,9}in\s{0,9}\([^]{0,200}?\)\s{0,9}do\b/,
      confidence: 0.8,
    },
    {
      what: 'batch-condition',
      needs: 'if',
      pattern: new RegExp(
        `(?:^|[^a-z])if\\s{1,9}(?:/i\\s{1,9})?(?:not\\s{1,9})?(?:/i\\s{1,9})?(?:exist\\s{1,9}\\S{1,80}\\s{1,9}${FOLLOWS}|defined\\s{1,9}\\S{1,80}\\s{1,9}${FOLLOWS}|errorlevel\\s{1,9}\\d|cmdextversion\\s{1,9}\\d)`,
      ),
      confidence: 0.8,
    },
    {
      what: 'batch-condition',
      needs: 'if',
      pattern:
        /^[\s;&|]{0,9}if\s{1,20}(?:\/i\s{1,20})?(?:not\s{1,20})?(?:\/i\s{1,20})?(?:"[^"]{0,60}"|[^\s=]{1,60})\s{0,9}={2,3}\s{0,9}(?:"[^"]{0,60}"|\S{1,60})(?:\s{1,20}(?:\S{1,80}(?:\s\S{1,60})?\s{0,9}$|(?:echo|goto|set|cd|do|\()\b)|\s{0,9}$)/,
      confidence: 0.7,
    },
    {
      what: 'batch-condition',
      needs: 'if',
      pattern:
        /(?:^|[^a-z])if\s{1,20}(?:\/i\s{1,9})?(?:not\s{1,9})?\(?["%]?[^\s]{1,40}\s{1,20}(?:equ|neq|lss|leq|gtr|geq)\s{1,20}\S/,
      confidence: 0.8,
    },
    {
      what: 'path-pattern',
      needs: '/',
      pattern:
        /\/(?:etc|bin|usr|var|proc|home|root|tmp|dev)\/{0,3}[\w/]{0,20}(?:\[[^\]\s]{1,9}\]|\?(?![\w.-]{1,30}=)|\*(?!\*))[\w?*[\]]{0,20}|(?:^|[\s=;|&`(,<>])\/(?:\w{0,5}[?*[][\w?*[\]-]{0,12}\/){1,3}(?:\w{0,4}[?*[\]]|bash|cat|sh|passwd|nc|ls|id)/,
      confidence: 0.6,
    },
    {
      what: 'substitution',
      pattern: /\$\[\s{0,5}[\d\]]|\$\(\s{0,5}(?:<|\(\s{0,5}[\d$])|[<>]\(\s{0,5}[a-z]{2,12}\s[^)]{1,80}\)/,
      confidence: 0.6,
    },
    {
      what: 'brace-expansion',
      needs: '{',
      pattern:
        /^\{[a-z\d]{2,12},\}$|(?:^|[\s;|&`=])\{[^{}\s]{0,40},(?:[-/~]|https?:)[^{}\s]{0,60}\}\w{0,12}(?:$|\s)|(?:^|[\s;|&`=])\{,[^{}\s]{1,60},?\}/,
      confidence: 0.6,
    },
    {
      what: 'expansion',
      pattern:
        /\$\{?ifs\b|\$\{\w{1,20}:\d{1,3}(?::\d{1,3})?\}|\$\{[@*]\}|\$\{(?:path|shell|home|pwd)[:/#%]|[^\s`]\$\{?(?:home|pwd)\}?\/|[\w})]\s?<<<(?!<)\s?["'$\w({]|%(?:programfiles|comspec|systemroot|windir|userprofile):?~?-?\d{0,3},?/,
      confidence: 0.6,
    },
    { what: 'directory-stack', needs: '~', pattern: /^~[+-]?\d{0,2}\s{0,3}$(?<=[+-]\d{0,2}\s{0,3})/, confidence: 0.5 },
    {
      what: 'alias',
      needs: 'alias',
      pattern: /(?:^|[;|&])\s{0,5}(?:un)?alias\s{1,9}(?:[-+]\w{1,8}\s{1,5})?["']?[\w-]{1,30}["']?\s{0,3}=/,
      confidence: 0.6,
    },
    {
      what: 'binary-path',
      needs: 'bin/',
      // After a word or the star of a cron line it is a path that somebody names.
      pattern:
        /(?:^|[;|&`("'=<>]|[^\s\w*.,:]\s)\s{0,3}\/(?:usr\/)?(?:local\/)?s?bin\/(?!node$)[\w.+-]{1,30}(?:\s|$|["';|&`)])/,
      confidence: 0.55,
    },
    {
      what: 'powershell',
      pattern:
        /\bpowershell(?:\.exe)?\s{1,9}(?:-(?!\s)|\$|\(|&|i(?:ex|wr))|(?:^|[;|&(\s])(?:iex|invoke-(?:expression|webrequest|restmethod|command|item))\s{0,9}[("'$-]|\(\s{0,5}iwr\s|\bnew-object\s{1,9}(?:system\.)?net\.|-encodedcommand\b|\bdownload(?:string|file)\s{0,3}\(|\[(?:system\.)?(?:convert|text\.encoding|io\.file|reflection\.assembly)\]::|\[(?:[a-z]{2,30}\.){1,5}[a-z]{2,30}\]::[a-z]{2,40}\s?\(/,
      confidence: 0.75,
    },
    {
      what: 'registry',
      needs: 'reg',
      pattern: /\breg(?:\.exe)?\s{1,5}(?:add|query|delete|save|export)\s{1,5}["']?hk/,
      confidence: 0.8,
    },
    {
      what: 'redirection',
      needs: '/dev/',
      pattern: /\/dev\/(?:tcp|udp)\/[\w.$-]{1,80}\/[\d$]/,
      confidence: 0.85,
    },
    {
      what: 'redirection',
      needs: '/',
      pattern: /(?:^|[\s\d;])[<>]{1,2}\s{0,3}\/(?:dev\/(?:tcp|udp|null|shm)|etc|tmp|var|proc)\b|\/dev\/(?:tcp|udp)\/\S/,
      confidence: 0.6,
    },
  ],
});
