import fc from 'fast-check';
import { Budget, endsOf } from '../../../src/detection/budget.js';
import { engine, settings } from './verdict.js';

const ATTACK = '<img src=x onerror=go()>';
const parsed = (body: unknown, maxSteps?: number) =>
  engine.inspectParsedBody(body, 'application/json', settings(maxSteps === undefined ? {} : { maxSteps }));

describe('Budget', () => {
  it('never gives more steps than it had, whatever is asked for', () => {
    const asked = fc.array(fc.tuple(fc.nat(10_000), fc.integer({ min: 1, max: 500 })), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 1_000_000 }), asked, (total, texts) => {
        const budget = new Budget(total);
        let spent = 0;
        for (const [length, cost] of texts) {
          const paid = budget.take(length, length * cost);
          expect(paid).toBeGreaterThanOrEqual(0);
          expect(paid).toBeLessThanOrEqual(length);
          spent += paid * cost;
        }
        expect(spent).toBeLessThanOrEqual(total);
      }),
    );
  });

  it('leaves something for what comes later', () => {
    const budget = new Budget(1000);
    expect(budget.take(500, 5000)).toBe(50);
    expect(budget.take(10, 100)).toBe(10);
  });
});

describe('endsOf', () => {
  it('gives the beginning and the end, as they stand in the text', () => {
    const text = Array.from({ length: 500 }, (_, i) => String.fromCharCode(200 + i)).join('');
    const [head, tail] = endsOf(text, 100);
    expect(head).toEqual({ text: text.slice(0, 50), start: 0 });
    expect(tail).toEqual({ text: text.slice(450), start: 450 });
    expect(endsOf(text, 20)).toEqual([]);
  });
});

describe('A request past its steps', () => {
  const filler = 'x (y) [z] {a} `b` "c" ; '.repeat(400);

  it('is marked, and an ordinary one is not', () => {
    expect(parsed({ text: filler }, 300_000)).toEqual({ unread: 'budget' });
    expect(parsed({ text: filler.slice(0, 300) })).toBeUndefined();
  });

  it('is still read at the beginning and at the end of its texts', () => {
    for (const text of [`${ATTACK}${filler}`, `${filler}${ATTACK}`]) {
      const inspection = parsed({ text }, 300_000);
      expect(inspection?.finding?.category).toBe('xss');
      expect(text.slice(inspection!.finding!.offset)).toMatch(/^<img/);
    }
    expect(parsed({ text: `${filler}${ATTACK}${filler}` }, 300_000)).toEqual({ unread: 'budget' });
  });

  it('is still read in the fields after a long one', () => {
    expect(parsed({ text: filler, other: ATTACK }, 500_000)?.finding?.place.name).toBe('other');
  });

  it('is read as far each time', () => {
    expect(parsed({ text: filler, other: ATTACK }, 200_000)).toEqual(parsed({ text: filler, other: ATTACK }, 200_000));
  });

  it('is marked too where it is the decoding that takes too many', () => {
    expect(parsed({ text: '%41'.repeat(5000) }, 300_000)?.unread).toBe('budget');
    const text = `${'%41'.repeat(5000)}%3Cimg%20src=x%20onerror=go()%3E`;
    expect(parsed({ text }, 400_000)).toMatchObject({ unread: 'budget', finding: { category: 'xss' } });
  });

  it('keeps no header value for clean of which only the ends were read', () => {
    const value = `${filler.slice(0, 140)}${'<i>'.repeat(4)}${filler.slice(0, 100)}`;
    const head = { method: 'GET', target: '/', headers: { 'user-agent': value } };
    expect(engine.inspectHead(head, settings({ maxSteps: 30_000 }))).toEqual({ unread: 'budget' });
    expect(engine.inspectHead(head, settings({ maxSteps: 30_000 }))).toEqual({ unread: 'budget' });
  });
});

describe('Names and parts', () => {
  const long = 'name[of].part.'.repeat(8000);

  it('take steps where they are long and many texts stand below them', () => {
    const texts = Array.from({ length: 5000 }, () => 'http://10.0.0.1');
    expect(parsed({ list: texts }, 30_000_000)?.unread).toBeUndefined();
    expect(parsed({ [long]: texts }, 30_000_000)).toEqual({ unread: 'budget' });
  });

  it('do not hide what stands below them, in any input', () => {
    const xml = `<${long}><![CDATA[${ATTACK}]]>`;
    const inXml = engine.inspectRawBody(
      { bytes: Buffer.from(xml), type: 'application/xml', truncated: false },
      settings(),
    );
    expect(inXml?.finding).toMatchObject({ category: 'xss', place: { kind: 'body', name: long.slice(0, 100) } });
    expect(parsed({ [long]: [{ [long]: ATTACK }] })?.finding).toMatchObject({ category: 'xss' });
  });

  it('take steps where a parser of JSON refuses them: it builds an error for each', () => {
    const refused = Array.from({ length: 30_000 }, () => '[1]]');
    expect(parsed(refused)).toEqual({ unread: 'budget' });
    expect(parsed(refused.map(() => '1,11'))).toBeUndefined();
  });
});

describe('What a room leaves in the middle', () => {
  it('is marked where there are too many tokens of SQL, and the end is read', () => {
    const text = 'if (a, b) '.repeat(3000);
    expect(parsed({ text }, 1_500_000)).toEqual({ unread: 'budget' });
    expect(parsed({ text: `${text} or sleep(5)` }, 1_500_000)).toMatchObject({
      unread: 'budget',
      finding: { category: 'sqli' },
    });
  });

  it('is not left where the steps suffice: SQL is read past its first thousand tokens', () => {
    const text = 'a, b, c; '.repeat(500);
    expect(parsed({ text })).toBeUndefined();
    const found = parsed({ text: `${text}1 union select password from users where (a, b) in (c) ${text}` });
    expect(found).toMatchObject({ finding: { category: 'sqli' } });
    expect(found?.unread).toBeUndefined();
  });

  it('is marked where there are too many separators of a shell, and the end is read', () => {
    const text = '${e'.repeat(4000);
    expect(parsed({ text }, 3_000_000)).toEqual({ unread: 'budget' });
    expect(parsed({ text: `${text};whoami` }, 3_000_000)).toMatchObject({
      unread: 'budget',
      finding: { category: 'shell' },
    });
  });

  it('is not left where the steps suffice: commands are found behind thousands of separators', () => {
    const text = 'x;'.repeat(3000);
    const found = parsed({ text: `${text};whoami` });
    expect(found).toMatchObject({ finding: { category: 'shell' } });
    expect(found?.unread).toBeUndefined();
  });
});

describe('What a room counts', () => {
  it('is no end of it: an event handler behind hundreds of attributes, a cmdlet behind hundreds of names', () => {
    const attributes = Array.from({ length: 400 }, (_, i) => `a${i}=1`).join(' ');
    expect(parsed({ text: `<p ${attributes} onclick=go()>` })).toMatchObject({ finding: { category: 'xss' } });
    const names = Array.from({ length: 300 }, (_, i) => `well-known${i}`).join(', ');
    expect(parsed({ text: `${names}; invoke-webrequest -uri x` })).toMatchObject({ finding: { category: 'shell' } });
  });

  it('is no end of it: tags that nothing ends, one in the other', () => {
    expect(parsed({ text: `${'<a '.repeat(40)}b="<iframe src=x>` })).toMatchObject({ finding: { category: 'xss' } });
    const many = '<a b="x" '.repeat(3000);
    expect(parsed({ text: `${many} c="` })).toEqual({ unread: 'budget' });
    expect(parsed({ text: `${many} c="<iframe src=x>` })).toMatchObject({ finding: { category: 'xss' } });
  });

  it('is marked where it ends: a tag of thousands of attributes', () => {
    expect(parsed({ text: `<p ${'a=1 '.repeat(3000)}>` })).toEqual({ unread: 'budget' });
  });
});

describe('A long text of an ordinary kind', () => {
  const LENGTH = 150 * 1024;
  const filled = (part: (i: number) => string, length: number): string => {
    const parts: string[] = [];
    for (let i = 0, size = 0; size < length; i++) size += parts[parts.push(part(i)) - 1]!.length;
    return parts.join('');
  };
  const SENTENCES = [
    'The parcel came two days late, and nobody could tell us why. ',
    'We’re still waiting for an answer (“as usual”), but the shop’s own page says 50% off. ',
    'It works most of the time & then it doesn’t; who knows?\n\n',
  ];
  const prose = (i: number): string => SENTENCES[i % SENTENCES.length]!;
  const markdown = (i: number): string =>
    `## Part ${i}\n\nRun \`npm run build\` and see [the guide](https://example.com/?part=${i}&lang=en).\n\n` +
    `\`\`\`js\nconst x${i} = items.filter((item) => item.price > ${i}).map(({ id }) => id);\n\`\`\`\n\n- one\n- two\n\n`;

  it.each<[string, (i: number) => string]>([
    ['prose', prose],
    ['Markdown', markdown],
  ])('is read to the end: %s', (_name, part) => {
    const half = filled(part, LENGTH / 2);
    expect(parsed({ text: half + half })).toBeUndefined();
    const inspection = parsed({ text: `${half}${ATTACK}\n\n${half}` });
    expect(inspection).toMatchObject({ finding: { category: 'xss' } });
    expect(inspection?.unread).toBeUndefined();
  });

  it('is read to the end: JSON of an API', () => {
    const items = Array.from({ length: 370 }, (_, id) => ({
      id,
      url: `https://api.example.com/repos/acme/shop/issues/${id}`,
      title: `Item number ${id}: does it ship to Bern & Zürich?`,
      created_at: '2026-03-01T10:00:00Z',
      user: { login: `user${id}`, type: 'User', email: `u${id}@example.com` },
      labels: ['bug', 'help wanted'],
      body: `It doesn't work when I click on the button; see #${id}`,
    }));
    expect(JSON.stringify(items).length).toBeGreaterThan(100 * 1024);
    expect(parsed(items)).toBeUndefined();
    const inspection = parsed(items.map((item, i) => (i === 185 ? { ...item, title: `x ${ATTACK}` } : item)));
    expect(inspection).toMatchObject({ finding: { category: 'xss' } });
    expect(inspection?.unread).toBeUndefined();
  });

  it('is read to the end: a picture in base64', () => {
    const bytes = Buffer.from(
      Array.from({ length: (LENGTH * 3) / 4 }, (_, i) => (i * 7919 + (i >> 5) * 104_729) & 255),
    );
    expect(parsed({ file: bytes.toString('base64'), name: 'a.png' })).toBeUndefined();
  });
});
