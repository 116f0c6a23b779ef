import { holdsQueries } from '../../contents.js';
import { type Subject } from '../../subject.js';

const STATEMENT =
  /^[\s(]{0,9}(?:select|with|insert\s{1,9}into|update|delete\s{1,9}from|create|alter|drop|truncate|explain|show|describe|merge|call|exec(?:ute)?|begin|commit|rollback|grant|revoke|set|pragma)\b/;

/** Whether a body has a whole statement in a field that is there for one: nothing is put into another statement there. */
export const isAsked = ({ place, role, field, lower }: Subject): boolean =>
  place === 'body' && role === 'value' && holdsQueries(field) && STATEMENT.test(lower);

const TITLE = /^(?:\p{Lu}\p{Ll}{1,20}(?:bH)?[ .]{0,2}){2,6}$/u;

/** `Union Select GmbH`, `Drop Table Skateboards`: words with capital letters, as names and titles have them. */
export const isTitle = (text: string): boolean => TITLE.test(text) && !/\b(?:From|Where|Null)\b/.test(text);
