import { type Detector } from '../subject.js';
import { html } from './html/index.js';
import { jndi } from './jndi/index.js';
import { path } from './path/index.js';
import { shell } from './shell/index.js';
import { sql } from './sql/index.js';

/** All rooms, in the order in which they are asked. */
export const DETECTORS: readonly Detector[] = [jndi, html, sql, path, shell];
