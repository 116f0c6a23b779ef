import { type Detector } from '../../subject.js';

const CHAIN =
  /(?:[;|&`\n]|\$\(|^)\s{0,20}(?:\/(?:usr\/)?s?bin\/)?(?:cat|id|whoami|uname|ls|wget|curl|nc|netcat|bash|sh|ping|ifconfig|ipconfig|python3?|perl|php|nslookup|rm)(?:\s{1,20}[-/\w$.'"]|\s{0,20}(?:[;|&`)]|$))/;

/** Commands that a shell would run. */
export const shell: Detector = {
  name: 'shell',
  triggers: [';', '|', '&', '`', '$(', '\n'],
  detect({ lower, role, document }) {
    if (role === 'grammar' || document) return undefined;
    const chain = CHAIN.exec(lower);
    if (chain && /[;|&`\n$]/.test(chain[0]))
      return { category: 'shell', what: 'chain', confidence: 0.7, offset: chain.index };
    return undefined;
  },
};
