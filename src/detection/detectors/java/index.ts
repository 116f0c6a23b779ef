import { isSpoken } from '../../fields.js';
import { type Detector, type Match, type Subject, VALUES } from '../../subject.js';
import { tableRoom } from '../table.js';

/** Packages of the platform whose classes nobody names in a request; the case tells nothing. */
const PLATFORM =
  'java\\.(?:lang|io|util|net|nio|rmi|security|beans|sql|awt|math|runtime|applet|text|naming)|sun\\.(?:misc|reflect|rmi|net)|com\\.sun\\.\\w+|com\\.opensymphony\\.\\w+|com\\.mchange\\.\\w+|com\\.alibaba\\.fastjson|com\\.zaxxer\\.hikari|ch\\.qos\\.logback|freemarker\\.\\w+|ognl|br\\.com\\.anteros|oracle\\.jdbc|weblogic|bsh(?=\\.)|org\\.omg|groovy\\.(?:lang|util)|jdk\\.(?:jshell|nashorn)|clojure\\.core';
/** Packages that are also names of groups and modules: a class of them is written with a capital letter. */
const OTHERS =
  /^["'@(!\s[;]{0,4}L?(?:javax|jakarta|jdk|org\.(?:apache|springframework|codehaus|jboss|hibernate|mozilla|python|h2|postgresql|quartz|w3c|xml|omg|eclipse|aspectj|reflections|beanshell|jruby|thymeleaf)|groovy|clojure|scala|kotlin|com\.(?:fasterxml|caucho|rometools|ibatis|tangosol|bea|ibm|oracle|thoughtworks|google\.inject|alibaba|vaadin|unboundid)|net\.sf|javassist|cn\.hutool)(?:[./][\w$]+){0,8}[./$][A-Z][\w$]{2,}[\s"';)(\]]{0,4}(?:$|[(@])/;
/** As the Core Rule Set names them (java-classes.data of version 3.3.4, Apache-2.0). */
const EXACT =
  /^["'\s]{0,3}(?:org\.apache\.(?:commons|struts2?)|com\.opensymphony\.xwork2|com\.sun\.org\.apache|java\.lang\.reflect|java\.runtime)\b/;
/** Fields that hold the name of a package, a logger or an error. */
const NAMES_CODE =
  /(?:class|type|logger|thread|stack|caller|component|exception|error|group|groupid|artifact|dependency|module|package|namespace|source|import)(?:_?name)?$/;
/** Classes that stand for values: what a type is called in an interface to Java. */
const VALUE_CLASS =
  /^java\.(?:lang\.(?:string|integer|long|boolean|double|float|short|byte|character|number|object)|util\.(?:date|list|map|set|uuid|collection|locale|optional|arraylist|hashmap)|math\.big(?:decimal|integer)|time\.\w+|sql\.(?:date|timestamp|time))$/;
/** Classes of well-known deserialisation chains. */
const GADGETS =
  'clonetransformer|forclosure|instantiatefactory|instantiatetransformer|invokertransformer|prototypeclonefactory|prototypeserializationfactory|whileclosure|chainedtransformer|constanttransformer|getproperty|filewriter|xmldecoder|templatesimpl|jdbcrowsetimpl|badattributevalueexp|annotationinvocationhandler|beancomparator|componenttype|signedobject|hashmap|priorityqueue|methodclosure|objectfactory';

/** The table over the text in lower case. */ const table = tableRoom({
  name: 'java',
  category: 'java',
  triggers: [
    'java.',
    'javax',
    'sun.',
    'com.opensymphony',
    'com.mchange',
    'com.alibaba',
    'com.zaxxer',
    'com.sun',
    'org.apache',
    'org.spring',
    'org.codehaus',
    'org.jboss',
    'org.hibernate',
    'org.mozilla',
    'org.python',
    'org.h2',
    'org.postgresql',
    'org.quartz',
    'org.w3c',
    'org.xml',
    'org.omg',
    'br.com.',
    'oracle.',
    'ognl',
    'weblogic',
    'runtime',
    'processbuilder',
    'ro0ab',
    'aced0005',
    'classloader',
    'getclass',
    'forname',
    'kwbyao',
    'kztaau',
    'cs7qaf',
    'badattribute',
    'cqo7q',
    'freemarker',
    'groovy',
    'ch.qos',
    'bsh.',
    'clojure',
    'scala.',
    'class.',
    'class[',
    '\u0000\u0005',
    ...[
      'javax',
      'jakarta',
      'org.',
      'com.',
      'net.sf',
      'groovy',
      'kotlin',
      'scala',
      'jdk.',
      'jdk/',
      'jdk$',
      'javassist',
      'cn.hutool',
      'java/',
    ],
    ...[
      'system.',
      'thread.sleep',
      '.execute(',
      '@grab',
      'asttest',
      'memberaccess',
      '@ognl',
      '(#',
      '#context',
      '#application',
    ],
    ...[
      '#session',
      '#request',
      '#parameters',
      '#attr',
      'redirect',
      'action:',
      'method:',
      'dynamic:',
      'denymethod',
      'allowstatic',
    ],
    ...[
      '"@',
      '<object',
      '<java',
      '<void',
      '<dynamic-proxy',
      '<sorted-set',
      '<tree-map',
      '<linked-hash',
      'spring.',
      't(java',
      't (java',
    ],
    ...['t( java', '"ch.', '"br.', '"net.', 'aaeaaad/', '/wey', 'jdbc:', 'getenginebyname', 'objectdataprovider'],
    ...['"system.', 'system.windows', 'system.diagnostics', 'system.management', 'new org.', 'new com.'],
  ],
  nonAscii: true,
  rules: [
    {
      what: 'class-name',
      pattern: new RegExp(
        `^(?![\\w.$]{1,200}(?:exception|error)$)["'@(!\\s]{0,4}\\[?L?(?:${PLATFORM})\\.?(?:[\\w$]+[./])*[\\w$]+(?:[\\s"';)(\\]]{0,4}|\\(.*|@.*)$`,
      ),
      confidence: 0.6,
    },
    { what: 'class-name', needs: '.', pattern: EXACT, confidence: 0.6 },
    {
      what: 'class-name',
      needs: 'java/',
      pattern: /^\[?l?javax?\/(?:lang|io|net|util|script|naming)\/[\w/$]{2,60};?$/,
      confidence: 0.6,
    },
    {
      what: 'gadget',
      pattern: new RegExp(
        `(?:${GADGETS})(?:(?=\\S{0,60}(?:runtime|processbuilder))|(?<=(?:runtime|processbuilder)\\S{0,60}(?:${GADGETS})))`,
      ),
      confidence: 0.7,
    },
    {
      what: 'reflection',
      pattern:
        /\bjava\.lang\.(?:runtime|processbuilder|system|class|reflect)\b.{0,80}[(@]|\bgetruntime\s{0,3}\(\s{0,3}\)\s{0,3}\.|new\s{1,5}(?:java\.lang\.)?processbuilder|\.getclass(?:loader)?\s{0,3}\(\)|class\.forname\s{0,3}\(|\.exec\s{0,3}\([^)]{0,40}\bruntime/,
      confidence: 0.8,
    },
    {
      what: 'system-call',
      pattern:
        /(?:^|[^\w.])system\.(?:getenv|getproperty|setproperty|getproperties|load(?:library)?|exit)\s{0,3}\(|(?:^|[^\w.])thread\.sleep\s{0,3}\(|(?:^|[^\w.])new\s{1,3}java\.(?:io|net|util|lang|nio)\.\w|(?:^|[^\w.])new\s{1,3}(?:javax\.script|groovy\.(?:util|lang)|org\.(?:apache|springframework|codehaus)|com\.sun)\.[\w.]{1,80}\(|\.getenginebyname\s{0,3}\(|\bgetruntime\b.{0,5}\bexec\b/,
      confidence: 0.6,
    },
    {
      // A string, or a list of strings, that Groovy runs.
      what: 'groovy',
      pattern: /["'\]]\.execute\(|@grab(?:config|resolver|exclude)?\s{0,3}\(|@(?:groovy\.transform\.)?asttest\s{0,3}\(/,
      confidence: 0.65,
    },
    {
      what: 'ognl',
      pattern:
        /#_?memberaccess|@ognl\.|\(#\w{1,40}\s{0,3}=|^\(?#(?:context|application|session|request|parameters|attr)\b(?:[)[.]|$)|#context\[|^(?:redirect|action|redirectaction|method|dynamic):\s{0,3}[$%#@]|denymethodexecution|allowstaticmethodaccess/,
      confidence: 0.75,
      roles: [...VALUES, 'grammar', 'path'],
    },
    {
      // Objects that a mapper of JSON is told to make.
      what: 'typed-json',
      needs: '"@',
      pattern: /"@(?:type|class)"\s{0,3}:\s{0,3}"(?:javax?|com|org|net|oracle|ch|br|sun)\.[\w.$]{3,200}"/,
      confidence: 0.75,
    },
    {
      what: 'typed-json',
      pattern: /^\s{0,3}\[\s{0,3}"(?:javax?|com|org|net|ch|br)\.(?:\w{1,40}\.){1,8}\w{1,60}"\s{0,3},\s{0,3}[{[]/,
      confidence: 0.75,
    },
    {
      // A driver that is told to run something when it connects, or to make objects of what it is sent.
      what: 'connection-string',
      needs: 'jdbc:',
      pattern:
        /jdbc:\w{2,20}:[^\s"']{0,300}(?:;init=(?:runscript|create (?:alias|trigger))|[?&;](?:autodeserialize=(?:true|yes)|queryinterceptors=|statementinterceptors=|allowloadlocalinfile=(?:true|yes)|socketfactory=|sslfactory=org\.spring|clientreroutservername=))/,
      confidence: 0.75,
    },
    {
      // Objects that a mapper of .NET is told to make, and those that run a program.
      what: 'typed-json',
      pattern:
        /"(?:\$type|__type)"\s{0,3}:\s{0,3}"system\.(?:windows\.data|diagnostics|management\.automation|configuration\.install|io\.f|web\.|security\.|activities|data\.services|workflow|identitymodel|codedom|resources)/,
      confidence: 0.75,
    },
    { what: 'typed-xml', pattern: /<(?:\w{1,20}:)?objectdataprovider\b[^>]{0,400}(?:method|object)/, confidence: 0.75 },
    {
      what: 'typed-xml',
      pattern:
        /<(?:object|java|void)\s[^>]{0,120}(?:class|method)\s{0,3}=\s{0,3}["'](?:java|javax|com|org|start|exec|readobject|newinstance|getruntime)|<dynamic-proxy>|<java\.(?:beans|lang|util|net)\.|<(?:sorted-set|tree-map|linked-hash-set)>/,
      confidence: 0.75,
    },
    {
      what: 'spring',
      pattern: /^spring\.cloud\.function\.routing-expression$|\bt\s?\(\s{0,3}javax?\./,
      confidence: 0.7,
    },
    {
      what: 'class-loader',
      pattern:
        /\bclass(?:\.|\[)["']?(?:module["'\]]{0,2}[.[])?["']?classloader|classloader\.resources|\bclass\.module\./,
      confidence: 0.9,
    },
    {
      what: 'serialised',
      pattern:
        /^(?:ro0ab|aced0005|kwbyao|cqo7q|kztaau|cs7qaf|aaeaaad\/{5}|\/wey[\w+/]{40}|\u00ac\u00ed\u0000\u0005|\ufffd\ufffd\u0000\u0005)/,
      confidence: 0.8,
    },
  ],
  roles: [...VALUES, 'grammar'],
});

/** Class names as whole values or names, calls through reflection, expression languages, serialised objects. */
export const java: Detector = {
  ...table,
  detect(subject) {
    const match = table.detect(subject);
    if (match) return match.what === 'class-name' && isOrdinary(subject) ? undefined : subject.discount(match);
    return otherClass(subject) ?? typed(subject);
  },
};

/** A class of values as a type; a package that is looked for, in small letters as people write it. */
function isOrdinary({ text, lower, field, role }: Subject): boolean {
  if (role === 'name') return false;
  if (NAMES_CODE.test(field)) return VALUE_CLASS.test(lower) || !/[A-Z]/.test(text);
  return isSpoken(field) && /^java\.util\.[a-z]+$/.test(text);
}

const TYPE_FIELD = /^(?:\$type|__type)$/;
const RUNS_PROGRAMS = /^system\.(?:windows\.data\.objectdataprovider|diagnostics\.process|management\.automation\.\w)/;

/** A type of .NET that runs programs, in a field that says which object is to be made. */
const typed = ({ lower, field }: Subject): Match | undefined =>
  TYPE_FIELD.test(field) && RUNS_PROGRAMS.test(lower)
    ? { category: 'java', what: 'typed-json', confidence: 0.75, offset: 0 }
    : undefined;

function otherClass({ text, field, role }: Subject): Match | undefined {
  if (role !== 'name' && NAMES_CODE.test(field) && !/^@(?:type|class)$/.test(field)) return undefined;
  if (!OTHERS.test(text) || /(?<!ValueExpException)(?<=Exception|Error)$/.test(text)) return undefined;
  return { category: 'java', what: 'class-name', confidence: 0.6, offset: 0 };
}
