/** What a finding may be. Options name categories to switch them off, so the names are part of the public contract. */
export const DETECTION_CATEGORIES = [
  'sqli',
  'nosqli',
  'ldap',
  'xpath',
  'xss',
  'shell',
  'path-traversal',
  'file-access',
  'rfi',
  'ssrf',
  'open-redirect',
  'template',
  'jndi',
  'java',
  'php',
  'node',
  'python',
  'prototype-pollution',
  'xxe',
  'ssi',
  'crlf',
  'mail-injection',
  'upload',
  'scanner',
  'session-fixation',
  'protocol',
  'graphql',
  'prompt-injection',
] as const;

/** Looked for only where that is switched on. */
export const OPTIONAL_CATEGORIES = ['prompt-injection'] as const;

export type DetectionCategory = (typeof DETECTION_CATEGORIES)[number];
