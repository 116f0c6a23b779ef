/**
 * Operators of MongoDB and CouchDB, from the indexes of operators and stages of their manuals (MongoDB: CC-BY-NC-SA-3.0,
 * CouchDB: Apache-2.0); the names only. Left out are those that query languages of ordinary APIs have too: paging and
 * sorting (`$limit`, `$skip`, `$sort`, `$select`, `$count`, `$search`, `$filter`), what JSON schemas and typed JSON have
 * (`$comment`, `$type`), and what analytics send (`$set`, `$unset`, `$add`).
 */
const IN_ANY_KEY =
  'eq ne gt gte lt lte in nin not nor or xor and where regex options exists elemMatch allMatch keyMapMatch beginsWith expr ' +
  'mod size all function accumulator jsonSchema geoWithin geoIntersects near nearSphere maxDistance text lookup group ' +
  'match inc mul rename setOnInsert currentDate addToSet pop pull pullAll push each out merge unionWith graphLookup ' +
  'facet unwind replaceRoot replaceWith redact addFields project bucket bucketAuto geoNear indexStats collStats ' +
  'planCacheStats listSessions currentOp sample natural bitsAllSet bitsAllClear bitsAnySet bitsAnyClear isoDate';

/** What a key of a form or a query has only where somebody means an operator: `user[$set][role]`. */
const IN_BRACKETS = 'set unset type slice position bit min max comment';

export const OPERATORS: readonly string[] = IN_ANY_KEY.toLowerCase().split(' ');
export const BRACKETED_OPERATORS: readonly string[] = [...OPERATORS, ...IN_BRACKETS.split(' ')];
