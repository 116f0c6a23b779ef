import { type Role } from '../../subject.js';
import { VALUES } from '../../subject.js';
import { tableRoom } from '../table.js';

const ROLES: readonly Role[] = [...VALUES, 'path', 'file'];

/** Declarations that make an XML parser read other files, other hosts, or itself without end; transforms that run code. */
export const xml = tableRoom({
  name: 'xml',
  category: 'xxe',
  triggers: [
    '<!entity',
    '<!doctype',
    'include',
    'xsl:',
    '<!\u0000',
    '!entity',
    '!doctype',
    'xmlns:',
    'schemalocation',
    'msxsl:',
  ],
  rules: [
    {
      what: 'external-entity',
      pattern: /<!entity\s{1,20}(?:%\s{1,20})?[^\s>]{1,200}\s{1,20}(?:system|public)\b/,
      confidence: 0.95,
    },
    {
      what: 'external-entity',
      pattern: /!entity\s{1,20}%\s{1,20}\S{1,200}\s{1,20}(?:system|public)\b/,
      confidence: 0.9,
    },
    {
      // A schema that the parser fetches, from elsewhere than the well-known vocabularies.
      what: 'schema-location',
      pattern:
        /^\s{0,9}<[^>]{1,400}\bxsi:(?:nonamespace)?schemalocation\s{0,3}=\s{0,3}["'](?![^"'>]{0,300}\b(?:w3\.org|apache\.org|springframework\.org|xmlsoap\.org|oasis-open\.org|sun\.com|jcp\.org|jakarta\.ee|sitemaps\.org)\/)[^"'>]{0,300}https?:/,
      confidence: 0.7,
      roles: VALUES,
    },
    { what: 'parameter-entity', pattern: /<!entity\s{1,20}%/, confidence: 0.95 },
    {
      what: 'external-doctype',
      pattern:
        /<!doctype\s{1,20}[^\s>[]{1,200}\s{1,20}(?:system\s{1,20}["'](?!about:)[^"']{1,400}|public\s{1,20}["'](?!-\/\/(?:w3c|ietf|wapforum|apple)\/)[^"'>]{0,400})/,
      confidence: 0.7,
    },
    {
      what: 'entity-expansion',
      pattern: /<!entity\s{1,20}[^\s>]{1,200}\s{1,20}["'][^"'>]{0,400}&[\w.-]{1,60};/,
      confidence: 0.95,
    },
    {
      what: 'entity',
      pattern: /<!doctype(?:(?!<!doctype)[^>]){1,200}\[\s{0,20}(?:<!element[^>]{0,400}>\s{0,20}){0,5}<!entity/,
      confidence: 0.9,
    },
    {
      what: 'xinclude',
      pattern:
        /<xi:include\b[^<>]{0,300}\b(?:href|parse)\s{0,5}=|xmlns(?::\w{1,20})?\s{0,3}=\s{0,3}["']http:\/\/www\.w3\.org\/2001\/xinclude/,
      confidence: 0.9,
    },
    {
      what: 'transform',
      pattern:
        /<xsl:(?:include|import|value-of|copy-of|variable)[^<>]{0,300}(?:document\(|unparsed-text\(|php:function|system-property\(|getruntime|runtime:|java:|href\s{0,3}=)|xmlns:\w{1,20}\s{0,3}=\s{0,3}["'](?:http:\/\/xml\.apache\.org\/x(?:alan|slt)\/java|http:\/\/php\.net\/xsl|java:|urn:schemas-microsoft-com:xslt|http:\/\/exslt\.org\/common)|<msxsl:script/,
      confidence: 0.9,
    },
  ],
  roles: ROLES,
});
