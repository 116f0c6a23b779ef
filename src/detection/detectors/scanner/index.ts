import { type Role } from '../../subject.js';
import { tableRoom } from '../table.js';
import { PROBED, SCANNERS } from './data/names.js';

const PATHS: readonly Role[] = ['path'];

/** Paths that only somebody asks for who looks for what was left behind. */
export const probe = tableRoom({
  name: 'probe',
  category: 'scanner',
  roles: PATHS,
  triggers: [
    '/.',
    '.',
    '~',
    'actuator',
    'phpmyadmin',
    'pma',
    'myadmin',
    'wp-',
    'xmlrpc',
    'cgi-bin',
    'server-',
    '/@fs',
    'jolokia',
    'solr',
    'manager/html',
    '_ignition',
    'phpunit',
    'console/',
    'hnap1',
    'boaform',
    'telescope',
    'web-inf',
    'meta-inf',
    'id_rsa',
    'invoker',
    'struts',
    'debug/',
    'phpinfo',
    'adminer',
    'etc/',
    ...[
      'acunetix',
      'appscan_',
      'netsparker-',
      'w00tw00t',
      'muieblackcat',
      'nmaplowercheck',
      'nice ports',
      'nikto-test',
    ],
    ...['druid/', 'nacos/', '/v1.', 'goform/', 'wls-wsat', '_async/', 'jmx-console', 'axis2/'],
    ...['cfide/', 'tmui/', 'mgmt/tm', 'dana-na', 'fgt_lang', 'hudson/', 'stager64', 'sitecore/', '_profiler', 'lucee/'],
    ...['meta-data', 'computemetadata'],
  ],
  rules: [
    {
      what: 'hidden-file',
      pattern: /\/\.(?!(?:well-known|net)(?:\/|$))[a-z_][\w.-]*/,
      confidence: 0.7,
      category: 'file-access',
    },
    {
      what: 'backup',
      pattern:
        /[\w-](?:\.(?:bak|old|orig|save|swp|swo|backup|inc|asa|mdb|cdx|htr|htw|ida|idc|idq|licx|vbproj|vsdisco|webinfo|stm|printer)~?|\.\w{1,5}~)(?:\/|$)/,
      confidence: 0.5,
    },
    { what: 'probe', pattern: new RegExp(PROBED), confidence: 0.7 },
  ],
});

/** The crawler of a maker of scanners that says where its master is to be found, as crawlers do. */
const DECLARED = 'qualys(?:; \\+https?:|\\.com\\/)';

/** Tools that look for weaknesses, by the name they give. */
export const scanner = tableRoom({
  name: 'scanner',
  category: 'scanner',
  roles: ['header'],
  triggers: [...SCANNERS.split('|').map((name) => name.replaceAll('\\', '')), '.nasl'],
  rules: [
    // The script of a plugin of Nessus or OpenVAS, named by its file.
    { what: 'plugin', pattern: /\w\.nasl\b/, confidence: 0.7 },
    {
      what: 'tool',
      pattern: new RegExp(`(?:^|[^a-z])(?!${DECLARED})(?:${SCANNERS})`),
      confidence: 0.7,
    },
  ],
});
