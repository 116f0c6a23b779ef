import { type Detector } from '../subject.js';
import { crlf } from './crlf/index.js';
import { html } from './html/index.js';
import { java } from './java/index.js';
import { jndi } from './jndi/index.js';
import { ldap } from './ldap/index.js';
import { node } from './node/index.js';
import { nosql } from './nosql/index.js';
import { path } from './path/index.js';
import { php, phpCalls } from './php/index.js';
import { prompt } from './prompt/index.js';
import { prototype } from './prototype/index.js';
import { python } from './python/index.js';
import { probe, scanner } from './scanner/index.js';
import { session } from './session/index.js';
import { shell } from './shell/index.js';
import { sql, sqlFragment, sqlFunctionName } from './sql/index.js';
import { ssi } from './ssi/index.js';
import { template } from './template/index.js';
import { upload } from './upload/index.js';
import { url } from './url/index.js';
import { xml } from './xml/index.js';
import { xpath } from './xpath/index.js';

/** All rooms, in the order in which they are asked: what says most about the language first. */
export const DETECTORS: readonly Detector[] = [
  jndi,
  prototype,
  nosql,
  upload,
  xml,
  ssi,
  html,
  path,
  url,
  xpath,
  template,
  php,
  phpCalls,
  java,
  python,
  node,
  sql,
  sqlFunctionName,
  sqlFragment,
  ldap,
  shell,
  crlf,
  session,
  scanner,
  probe,
  prompt,
];
