// A small client: one request, one answer, and always an end to the waiting.
import http from 'node:http';

const PATIENCE = 20_000;

/** Keeps connections open, as a browser does. */
export function connections(max) {
  return new http.Agent({ keepAlive: true, maxSockets: max });
}

/** Sends a request and reads the answer to its end: `{ status, text, ms }`, or status 0 and `error`. Never rejects. */
export function send(base, { method, path, headers, body }, agent) {
  const { hostname, port } = new URL(base);
  const started = performance.now();
  return new Promise((resolve) => {
    const finish = (answer) => {
      clearTimeout(timer);
      resolve({ ms: performance.now() - started, ...answer });
    };
    const list = body === undefined ? headers : [...headers, 'Content-Length', String(body.length)];
    const request = http.request({ hostname, port, method, path, headers: list, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => finish({ status: response.statusCode, text: Buffer.concat(chunks).toString('utf8') }));
      response.on('error', (error) => finish({ status: 0, error: error.message }));
    });
    const timer = setTimeout(() => request.destroy(new Error(`no answer in ${PATIENCE} ms`)), PATIENCE);
    request.on('error', (error) => finish({ status: 0, error: error.message }));
    request.end(body);
  });
}

/** Asks for JSON, or sends some; throws where the answer is not what it should be. */
export async function json(base, method, path, { body, token } = {}) {
  const headers = ['Host', new URL(base).host];
  if (token) headers.push('Authorization', `Bearer ${token}`);
  const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const answer = await send(base, { method, path, headers, body: bytes });
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.error ?? `HTTP ${answer.status}`}`);
  return JSON.parse(answer.text);
}
