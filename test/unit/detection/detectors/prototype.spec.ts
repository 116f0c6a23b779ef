import { inBody, inField, inHeader, inTarget } from '../verdict.js';

const ATTACKS = [
  '/x?__proto__[a]=1',
  '/x?__proto__.a=1',
  '/x?__proto__=1',
  '/x?a.__proto__.b=1',
  '/x?a[__proto__][b]=1',
  '/x?a[b][__proto__][c]=1',
  '/x?%5F%5Fproto%5F%5F[a]=1',
  '/x?__proto__%5Ba%5D=1',
  '/x?__PROTO__[a]=1',
  '/x?constructor[prototype][a]=1',
  '/x?constructor.prototype.a=1',
  '/x?a.constructor.prototype.b=1',
  '/x?a[constructor][prototype][b]=1',
  '/x?constructor%5Bprototype%5D%5Ba%5D=1',
  '/x?[__proto__]=1',
  "/x?['__proto__']=1",
  '/x?a=__proto__.b',
  '/x?a=__proto__[b]',
  '/x?path=constructor.prototype.a',
  '/x?path=a.__proto__.b',
  '/x?path=a[__proto__].b',
  '/x?key=__proto__%3D1',
  '/x?a={"__proto__":{"b":1}}',
  '/x?a={"b":{"__proto__":{"c":1}}}',
  '/x?a={"constructor":{"prototype":{"b":1}}}',
  '/x?a=[{"__proto__":{"b":1}}]',
  '/x?a={"__proto__":1}',
  '/x?__proto__[toString]=1',
  '/x?__proto__[isAdmin]=true',
  '/x?__proto__[shell]=x',
  '/x?__proto__[NODE_OPTIONS]=x',
  '/x?__proto__[outputFunctionName]=x',
  '/x?__defineGetter__=1',
  '/x?__defineSetter__=1',
  '/x?a.__defineGetter__.b=1',
  '/x?a[__defineSetter__]=1',
  '/x?filter[__proto__][x]=1',
  '/x?__proto__[__proto__]=1',
  '/x?a.b.__proto__=1',
  '/x?__proto__.__proto__=1',
  '/x?constructor[prototype]=1',
  '/x?a=constructor/prototype',
  "/x?a=constructor['prototype']",
  '/x?a=__proto__:1',
  '/x?a=x.__proto__.y=1',
  '/x?%255f%255fproto%255f%255f[a]=1',
  '/x?__proto__[]=1',
  '/x?__proto__/a=1',
  '/x?x=1&__proto__.y=2',
  '/x?a[]=1&a[__proto__]=2',
  '/x?__proto__[headers][x]=1',
];
const PLAIN = [
  '/x?constructor=Ferrari',
  '/x?constructor[name]=Ferrari',
  '/x?constructor.points=5',
  '/x?prototype=true',
  '/x?prototype[id]=5',
  '/x?a=prototype',
  '/x?a=constructor',
  '/x?proto=tcp',
  '/x?protocol=https',
  '/x?__typename=User',
  '/x?__v=1',
  '/x?__csrf=x',
  '/x?__cf=x',
  '/x?_proto=1',
  '/x?a=proto',
  '/x?a=__proto',
  '/x?a=proto__',
  '/x?a=__init__.py',
  '/x?q=prototype%20design',
  '/x?q=constructor%20of%20houses',
  '/x?q=javascript%20prototype',
  '/x?a={"constructor":"Ferrari","prototype":true}',
  '/x?a={"prototype":{"x":1}}',
  '/x?a={"proto":"x"}',
  '/x?class=x',
  '/x?tostring=1',
  '/x?valueof=1',
  '/x?hasownproperty=1',
  '/x?a[0]=1',
  '/x?a[b][c]=1',
  '/x?a.b.c=1',
  '/x?a[]=1',
  '/x?getter=1',
  '/x?setter=1',
  '/x?define=1',
  '/x?__a__=1',
  '/x?__b__[c]=1',
  '/x?a=what%20is%20__proto__',
  '/x?q=the%20__proto__%20property',
  '/constructor',
  '/prototype',
  '/api/constructors/5',
  '/prototypes/v2',
  '/x?build=constructor%20%26%20sons',
  '/x?team=constructors',
  '/x?standings=constructors.2026',
  '/x?name=Proto%20Type',
  '/x?q=proto%20type',
  '/x?q=under__score',
  '/x?model=prototype-7',
  '/x?year=1999&constructor=BMW',
];

describe('The table of prototypes', () => {
  it.each(ATTACKS)('finds %j', (text) => {
    expect(inTarget(text)).toBe('prototype-pollution');
  });

  it.each(PLAIN)('lets %j pass', (text) => {
    expect(inTarget(text)).toBeUndefined();
  });
});

it('finds the name alone where it says what is set', () => {
  expect(inField('__proto__', 'path')).toBe('prototype-pollution');
  expect(inField('__proto__', 'q')).toBeUndefined();
  expect(inField('__proto', 'path')).toBeUndefined();
  expect(inField('proto', 'key')).toBeUndefined();
});

describe('Names that reach a prototype', () => {
  it('are found in bodies and cookies, before and after nesting', () => {
    expect(inBody('{"a":{"__proto__":{"b":1}}}', 'application/json')).toBe('prototype-pollution');
    expect(inBody('{"constructor":{"prototype":{"b":1}}}', 'application/json')).toBe('prototype-pollution');
    expect(inHeader('cookie', 'a=__proto__.b=1')).toBe('prototype-pollution');
  });

  it('are words in other bodies', () => {
    expect(inBody('{"constructor":"Ferrari","prototype":true}', 'application/json')).toBeUndefined();
    expect(inField('We built a prototype; the constructor was kind')).toBeUndefined();
  });
});
