import { type Match } from '../../subject.js';

export const found = (what: string, confidence: number, offset: number): Match => ({
  category: 'shell',
  what,
  confidence,
  offset,
});
