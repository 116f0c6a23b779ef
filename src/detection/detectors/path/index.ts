import { type Detector } from '../../subject.js';

const CLIMB = /(?:^|[\\/=:;"'\s(|])\.{2,3}[\\/]+(?:\.{1,3}[\\/]+)*/;
const SECRET_FILE =
  /(?:^|[\\/=\s:"'])(?:etc[\\/]+(?:\.[\\/]+)*(?:passwd|shadow|hosts|group|issue|crontab|sudoers|ssh|httpd|apache2?|nginx|my\.cnf)|proc[\\/]+(?:self|version|cmdline|\d+)[\\/]|windows[\\/]+(?:win\.ini|system32|repair|system\.ini)|boot\.ini|win\.ini)/;

/** Paths that leave their folder, and files that nobody but an attacker asks for. */
export const path: Detector = {
  name: 'path',
  triggers: ['..', 'etc', 'proc', 'windows', 'boot.ini', 'win.ini'],
  detect(subject) {
    const { lower, role, document } = subject;
    if (document || role === 'file' || role === 'grammar') return undefined;
    const file = SECRET_FILE.exec(lower);
    if (file) return { category: 'file-access', what: 'system-file', confidence: 0.7, offset: file.index };
    const climb = CLIMB.exec(lower);
    if (climb)
      return {
        category: 'path-traversal',
        what: 'climb',
        confidence: climb[0].length > 4 ? 0.7 : 0.5,
        offset: climb.index,
      };
    return undefined;
  },
};
