import { inBody, inField, inHeader, inTarget, table } from '../verdict.js';

const json = (body: unknown): string | undefined => inBody(JSON.stringify(body), 'application/json');

describe('NoSQL', () => {
  table(
    'nosqli',
    [
      // Operators in text that is put into a query
      '{"$gt": ""}',
      '{"age": {"$ne": 1}}',
      '{$ne: 1}',
      "{'$nin': []}",
      '{ $regex : ".*" }',
      '{"$where": "1"}',
      '{"$expr": {"$eq": [1, 1]}}',
      '[{"$lookup": {"from": "staff", "as": "x"}}]',
      '[{"$unionWith": "staff"}]',
      '[{"$match": {}}, {"$out": "x"}]',
      '[{"$merge": {"into": "x"}}]',
      '{"$function": {"body": "x"}}',
      '{"$inc": {"credit": 5}}',
      '{"$push": {"roles": "ops"}}',
      '{"$rename": {"a": "b"}}',
      '{"$allMatch": {}}',
      "', $or: [ {}, {'a':'a",
      "true, $where: '1 == 1'",
      "x', $comment: 'y",
      "'}, {'$ne':1",
      '[$ne]=x',
      'name[$gt]=',
      // Scripts
      "';return true;var x='",
      "';sleep(900);'",
      "'; while(true){}//",
      "x' || '1'=='1",
      "x' || 2==2//",
      "x' && this.pin.match(/.*/)//",
      "' || this.password.match(/a/)//",
      'this.pin.length > 3',
      'this.pin == "a"',
      'this.a.startsWith("b")',
      'function(){return true}',
      'function () { return this.a; }',
      'function f(a, b) { return a > b }',
      '(function(){ return 1 })',
      'mapReduce(function(){emit(1,1)}, function(k,v){return 1}, "a")',
      'var a=new Date(); do{b=new Date();}while(b-a<9000)',
      '5; return true',
      // The shell
      'db.users.drop()',
      'db.orders.find({})',
      'db.orders.updateMany({}, {})',
      'db.orders.bulkWrite([])',
      'db["orders"].find()',
      'db.getSiblingDB("x").a.find()',
      'db.createUser({})',
      'db.shutdownServer()',
      // Redis, Cypher, Elasticsearch
      'a\r\nFLUSHALL\r\nb',
      'a\r\nCONFIG SET dir /tmp\r\n',
      'a\nSLAVEOF 10.0.0.9 6379\n',
      "EVAL 'return 1' 0",
      "x'}) DETACH DELETE n //",
      "x' OR 1=1 WITH n MATCH (m) RETURN m //",
      "x' CALL db.labels() YIELD label //",
      "LOAD CSV FROM 'http://h.example/a' AS l RETURN l",
      '"}, "script": {"source": "1"}',
    ],
    [
      'price: $5',
      '$5',
      '$10 or $20',
      'US$ (cash)',
      'A$AP',
      'Ke$ha',
      'a $in b',
      '$in',
      '$filter',
      '$select',
      'in $USD: 5',
      '$name: Ann',
      '${name}',
      '{$name}',
      '{"$ref": "#/a"}',
      '{"$schema": "x", "$id": "y"}',
      '{"$comment": "why", "type": "string"}',
      '{"$type": "app.example.post", "text": "hi"}',
      '{"$set": "Deluxe"}',
      '{"op": "$in"}',
      '{"price": {"gte": 5}}',
      '{"name": {"contains": "a"}}',
      '{"_or": [{"a": {"_eq": 1}}]}',
      '{"where": {"id": 1}}',
      'or: this one',
      'the db. Find it',
      'db.example.com',
      'db.js',
      'my db (drop in)',
      'return to sender; return label',
      '"RETURN ADDRESS" STICKER',
      'return; thanks',
      'x || y',
      'a && b',
      '"a" || "b"',
      'this.name',
      'this. And that',
      'this > that',
      'function()',
      'function (hall)',
      'a function of x',
      'while (you wait)',
      'do this while I do that',
      'sleep well; var. sizes',
      'new Date()',
      'map, reduce, filter',
      'flush all the pipes',
      'config set of 3',
      'please\nconfig the set',
      'slave of fashion',
      'eval. "A" 0',
      'call db support',
      'call me; match (5) lost',
      'match (football) today',
      'detach, delete and save',
      'load csv file from disk',
      'union match (final)',
      'script: source',
    ],
  );

  it('finds operators as keys, in every form in which frameworks nest them', () => {
    expect(inTarget('/login?user[$ne]=x')).toBe('nosqli');
    expect(inTarget('/login?user%5B%24regex%5D=.*')).toBe('nosqli');
    expect(inTarget('/login?user[$in][]=x')).toBe('nosqli');
    expect(inTarget('/me?change[$set][role]=ops')).toBe('nosqli');
    expect(inTarget('/login?user.$gt=')).toBe('nosqli');
    expect(inHeader('cookie', 'a[$ne]=b')).toBe('nosqli');
    expect(inField({ $gt: '' }, 'password')).toBe('nosqli');
    expect(json({ user: { profile: { $where: '1' } } })).toBe('nosqli');
    expect(json([{ $graphLookup: { from: 'a' } }])).toBe('nosqli');
  });

  it('leaves the keys that other languages begin with a dollar sign', () => {
    expect(
      inTarget('/odata?$filter=price%20gt%205&$top=3&$select=name&$orderby=name&$count=true&$skip=5'),
    ).toBeUndefined();
    expect(inTarget('/people?$limit=10&$skip=20&$sort[createdAt]=-1&$select[]=name')).toBeUndefined();
    expect(inField({ op: '$in', value: 'a' }, 'rule')).toBeUndefined();
    expect(inField({ $ref: '#/definitions/x', $schema: 'y', $id: 'z', $comment: 'w' }, 'schema')).toBeUndefined();
    expect(json({ event: 'seen', properties: { $set: { plan: 'a' }, $lib: 'web', $os: 'b' } })).toBeUndefined();
    expect(json({ $type: 'app.example.post', text: 'hi' })).toBeUndefined();
  });
});
