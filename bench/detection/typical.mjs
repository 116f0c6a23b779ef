// What ordinary requests cost: the mean of many calls, since one takes less than the clock can tell.
const BROWSER = {
  host: 'shop.example.com',
  'user-agent':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'accept-language': 'en-US,en;q=0.9',
  'accept-encoding': 'gzip, deflate, br',
  'sec-ch-ua': '"Chromium";v="141", "Not?A_Brand";v="8"',
  cookie: 'sid=s%3A0e8xEWelU4uY5twSkmSR5NNvXvIhE.KtbNp2oEFVp4spPhd6OoAQI4YARunZ; theme=dark',
};
const TARGET = '/api/products/123?page=2&sort=price&q=blue%20shoes';
const ORDER = {
  id: 12345,
  customer: { firstName: 'Anna', lastName: "O'Reilly", email: 'anna@example.com' },
  items: Array.from({ length: 12 }, (_, i) => ({
    sku: `A-${i}`,
    name: `Blue suede shoes, size ${i}`,
    note: 'please wrap as a gift',
  })),
};

const BATCHES = 40;
const BATCH = 500;

/** A copy of a string that nobody has hashed or compared yet, as each request brings its own. */
const fresh = (text) => Buffer.from(text, 'latin1').toString('latin1');
const head = (headers) => ({
  method: 'GET',
  target: fresh(TARGET),
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fresh(value)])),
});
const own = (i) => ({ ...BROWSER, 'user-agent': `${BROWSER['user-agent']} ${i}`, accept: `${BROWSER.accept}, a/${i}` });

export function printTypical(engine, settings) {
  const bytes = Buffer.from(JSON.stringify(ORDER));
  const raw = { bytes, type: 'application/json', truncated: false };
  const few = { host: 'a', 'user-agent': 'curl/8.5.0', accept: '*/*' };
  const inspect = (request) => engine.inspectHead(request, settings);
  let visitor = 0;
  const cases = [
    ['GET, three headers', () => head(few), inspect],
    ['GET, a browser with cookies', () => head(BROWSER), inspect],
    ['GET, a browser never seen before', () => head(own(visitor++)), inspect],
    [
      `JSON of ${bytes.length} bytes, parsed`,
      () => JSON.parse(bytes),
      (body) => engine.inspectParsedBody(body, 'application/json', settings),
    ],
    [`JSON of ${bytes.length} bytes, raw`, () => raw, (body) => engine.inspectRawBody(body, settings)],
  ];
  process.stdout.write(`\nMicroseconds per ordinary request (median of ${BATCHES} batches of ${BATCH}; the best)\n`);
  for (const [name, make, run] of cases) {
    const times = batches(make, run);
    const cells = [times[BATCHES / 2], times[0]].map((time) => time.toFixed(1).padStart(9)).join('');
    process.stdout.write(`  ${name.padEnd(34)}${cells}\n`);
  }
}

function batches(make, run) {
  const times = [];
  for (let batch = -5; batch < BATCHES; batch++) {
    const inputs = Array.from({ length: BATCH }, make);
    const start = process.hrtime.bigint();
    for (const input of inputs) run(input);
    if (batch >= 0) times.push(Number(process.hrtime.bigint() - start) / BATCH / 1000);
  }
  return times.sort((a, b) => a - b);
}
