import { VALUES } from '../../subject.js';
import { tableRoom } from '../table.js';

const PACKAGES =
  'java\\.(?:lang|io|util|net|nio|rmi|security|beans|sql|awt|math|runtime|applet|text|naming)|javax\\.\\w+|sun\\.(?:misc|reflect|rmi|net)|com\\.sun\\.\\w+|com\\.opensymphony\\.\\w+|com\\.mchange\\.\\w+|com\\.alibaba\\.fastjson|com\\.zaxxer\\.hikari|ch\\.qos\\.logback|freemarker\\.\\w+|groovy\\.\\w+|org\\.(?:apache|springframework|codehaus|jboss|hibernate|mozilla|python|h2|postgresql|quartz|w3c|xml|omg)|ognl|br\\.com\\.anteros|oracle\\.jdbc|weblogic|bsh|clojure|scala';
/** Classes of well-known deserialisation chains. */
const GADGETS =
  'clonetransformer|forclosure|instantiatefactory|instantiatetransformer|invokertransformer|prototypeclonefactory|prototypeserializationfactory|whileclosure|chainedtransformer|constanttransformer|getproperty|filewriter|xmldecoder|templatesimpl|jdbcrowsetimpl|badattributevalueexp|annotationinvocationhandler|beancomparator|componenttype|signedobject|hashmap|priorityqueue|methodclosure|objectfactory';

/** Class names as whole values or names, calls through reflection, expression languages, serialised objects. */
export const java = tableRoom({
  name: 'java',
  category: 'java',
  cost: 12,
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
  ],
  nonAscii: true,
  rules: [
    {
      what: 'class-name',
      pattern: new RegExp(
        `^(?![\\w.$]{1,200}(?:exception|error)$)["'@(!\\s]{0,4}(?:${PACKAGES})\\.?(?:[\\w$]+\\.)*[\\w$]+(?:[\\s"';)(\\]]{0,4}|\\(.*|@.*)$`,
      ),
      confidence: 0.6,
    },
    { what: 'class-name', pattern: /^(?:java\.runtime|com\.opensymphony\.xwork2)\b/, confidence: 0.6 },
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
        /\bjava\.lang\.(?:runtime|processbuilder|system|class|reflect)\b.{0,80}[(@]|\bgetruntime\s{0,3}\(|new\s{1,5}(?:java\.lang\.)?processbuilder|\.getclass(?:loader)?\s{0,3}\(\)|class\.forname\s{0,3}\(|\.exec\s{0,3}\([^)]{0,40}\bruntime/,
      confidence: 0.8,
    },
    {
      what: 'class-loader',
      pattern:
        /\bclass(?:\.|\[)["']?(?:module["'\]]{0,2}[.[])?["']?classloader|classloader\.resources|\bclass\.module\./,
      confidence: 0.9,
    },
    {
      what: 'serialised',
      pattern: /^(?:ro0abq|ro0abx|ro0ab|aced0005|kwbyao|cqo7q|\u00ac\u00ed\u0000\u0005|\ufffd\ufffd\u0000\u0005)/,
      confidence: 0.8,
    },
  ],
  roles: [...VALUES, 'grammar'],
});
