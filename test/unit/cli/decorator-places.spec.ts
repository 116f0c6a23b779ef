import { run } from '../../../src/cli/index.js';

const XSS = '<img src=x onerror=alert(1)>';
const VALUE = encodeURIComponent(XSS);
const MULTIPART = [
  'POST /a',
  '--header',
  'Content-Type: multipart/form-data; boundary=b',
  `--body=--b\r\nContent-Disposition: form-data; name="post[html]"\r\n\r\n${XSS}\r\n--b--\r\n`,
];
const GRAPHQL = ['POST /graphql', '--body', JSON.stringify({ query: `{ post(text: "${XSS}") { id } }` })];
const VARIABLES = ['POST /graphql', '--body', JSON.stringify({ query: '{ a }', variables: { post: { html: XSS } } })];

/** Whether the request is refused where this field is excepted. */
async function refused(args: readonly string[], place: string, field: string): Promise<boolean> {
  const decorator = JSON.stringify({ fields: { [place]: { [field]: ['xss'] } } });
  const { code, problem } = await run(['explain', ...args, '--decorator', decorator], () =>
    Promise.reject(new Error()),
  );
  expect(problem).toBe('');
  return code === 1;
}

describe('@Detection', () => {
  it.each([
    ['a query parameter', [`GET /a?q=${VALUE}`], 'query', 'q'],
    ['a header, in any case', ['GET /a', '--header', `X-Note: ${XSS}`], 'header', 'X-Note'],
    ['a parameter of the Referer', ['GET /a', '--header', `Referer: https://h/?q=${VALUE}`], 'header', 'referer'],
    ['a cookie', ['GET /a', '--header', `Cookie: note=${VALUE}`], 'cookie', 'note'],
    ['the path', [`GET /notes/${VALUE}`], 'path', '*'],
    ['a field of a form with files', MULTIPART, 'body', 'post.html'],
    ['the document of GraphQL', GRAPHQL, 'body', 'query'],
    ['a variable of GraphQL', VARIABLES, 'body', 'variables.post.html'],
  ])('excepts %s, and no other', async (_what, args, place, field) => {
    expect(await refused(args, place, field)).toBe(false);
    expect(await refused(args, place, 'another')).toBe(true);
    const elsewhere = place === 'query' ? 'body' : 'query';
    expect(await refused(args, elsewhere, '*')).toBe(true);
  });
});
