// From a written request (`method`, `path`, `headers`, and `json`, `form`, `multipart` or `text`) to bytes.

/** Addresses of a /16, one after the other, so that every visitor is a client of its own. */
export function clients(prefix) {
  let n = 0;
  return () => {
    n += 1;
    return `${prefix}.${(n >> 8) & 0xff}.${n & 0xff}`;
  };
}

/** A request as Node's client takes it: headers are a flat list, in order. */
export function toRequest({ method = 'GET', path, headers = {}, ...content }, { from, headers: defaults = {} }) {
  const { type, body } = bodyOf(content);
  const all = { Host: 'shop.example.com', ...defaults, ...(type ? { 'Content-Type': type } : {}), ...headers };
  const list = Object.entries({ ...all, 'X-Forwarded-For': from }).flat();
  return { method, path, headers: list, body: body === undefined ? undefined : Buffer.from(body) };
}

function bodyOf({ json, form, multipart, text, type }) {
  if (json !== undefined) return { type: 'application/json', body: JSON.stringify(json) };
  if (form) return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(form).toString() };
  if (multipart) return multipartOf(multipart);
  return { type, body: text };
}

function multipartOf(fields) {
  const boundary = 'demo7d93c0ffee';
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { type: `multipart/form-data; boundary=${boundary}`, body: `${parts.join('')}--${boundary}--\r\n` };
}
