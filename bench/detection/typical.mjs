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
  items: Array.from({ length: 9 }, (_, i) => ({
    sku: `A-${i}`,
    name: `Blue suede shoes, size ${i}`,
    note: 'please wrap as a gift',
  })),
};

export function printTypical(engine, settings) {
  const bytes = Buffer.from(JSON.stringify(ORDER));
  const raw = { bytes, type: 'application/json', truncated: false };
  const cases = [
    [
      'GET, three headers',
      () =>
        engine.inspectHead(
          { method: 'GET', target: TARGET, headers: { host: 'a', 'user-agent': 'curl/8.5.0', accept: '*/*' } },
          settings,
        ),
    ],
    [
      'GET, a browser with cookies',
      () => engine.inspectHead({ method: 'GET', target: TARGET, headers: BROWSER }, settings),
    ],
    [`JSON of ${bytes.length} bytes, parsed`, () => engine.inspectParsedBody(ORDER, 'application/json', settings)],
    [`JSON of ${bytes.length} bytes, raw`, () => engine.inspectRawBody(raw, settings)],
  ];
  process.stdout.write('\nMicroseconds per ordinary request (mean of 20,000)\n');
  for (const [name, run] of cases) process.stdout.write(`  ${name.padEnd(34)} ${mean(run).toFixed(1).padStart(7)}\n`);
}

function mean(run) {
  for (let i = 0; i < 5000; i++) run();
  const start = process.hrtime.bigint();
  for (let i = 0; i < 20_000; i++) run();
  return Number(process.hrtime.bigint() - start) / 20_000 / 1000;
}
