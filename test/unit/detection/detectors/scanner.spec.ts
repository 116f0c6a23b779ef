import { inHeader, inTarget } from '../verdict.js';

const ATTACKS = [
  'sqlmap/1.8',
  'Mozilla/5.00 (Nikto/2.5)',
  'Nessus SOAP',
  "smb_login_probe.nasl'",
  'Mozilla/5.0 OpenVAS',
  'Mozilla/5.0 (compatible; Nmap Scripting Engine)',
  'masscan/1.3',
  'zgrab/0.x',
  'Acunetix-Product',
  'Netsparker',
  'Invicti',
  'w3af.org',
  'WPScan v3',
  'JoomScan',
  'DirBuster-1.0',
  'gobuster/3.6',
  'feroxbuster/2.1',
  'Fuzz Faster U Fool ffuf',
  'Wfuzz/3.1',
  'Nuclei - Open-source',
  'Arachni/v1.5',
  'skipfish/2.1',
  'Havij',
  'sqlninja',
  'sqlsus',
  'BurpCollaborator',
  'Burp Suite',
  'OWASP ZAP',
  'zaproxy',
  'WhatWeb/0.5',
  'commix/v3',
  'xsser',
  'fimap.googlecode.com',
  'jaeles',
  'Detectify',
  'jorgee',
  'Morfeus Fucking Scanner',
  'ZmEu',
  'Paros/3.2',
  'WebInspect',
  'AppScan',
  'Qualys',
  'Vega/1.0',
  'grendel-scan',
  'n-stealth',
  'nsauditor',
  'absinthe',
  'bsqlbf',
  'cgichk',
  'core-project/1',
  'DAV.pm',
  'thc-hydra',
  'whisker',
  'webshag',
  'struts-pwn',
  'l9explore',
  'CensysInspect',
];
const PLAIN = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)',
  'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
  'Mozilla/5.0 (compatible; SemrushBot/7)',
  'DuckDuckBot/1.1',
  'Baiduspider',
  'Applebot/0.1',
  'facebookexternalhit/1.1',
  'Twitterbot/1.0',
  'LinkedInBot/1.0',
  'Slackbot 1.0',
  'Discordbot/2.0',
  'WhatsApp/2.23',
  'TelegramBot (like TwitterBot)',
  'curl/8.5.0',
  'Wget/1.21',
  'HTTPie/3.2',
  'PostmanRuntime/7.42',
  'insomnia/9',
  'python-requests/2.32',
  'python-httpx/0.27',
  'aiohttp/3.10',
  'Go-http-client/2.0',
  'okhttp/4.12',
  'axios/1.7',
  'node',
  'undici',
  'got (https://x.example)',
  'Java/17',
  'Apache-HttpClient/5.3',
  'Dart/3.5',
  'Dalvik/2.1',
  'Ruby',
  'PHP/8.3',
  'GuzzleHttp/7',
  'Faraday v2',
  'reqwest/0.12',
  'k6/0.5',
  'kube-probe/1.30',
  'ELB-HealthChecker/2.0',
  'Prometheus/2.5',
  'UptimeRobot/2.0',
  'Datadog/Synthetics',
  'Amazon CloudFront',
  'Stripe/1.0',
  'git/2.45',
  'aws-cli/2.17',
  'MyScanner App/1.0 (barcode)',
  'Vegan Recipes/2.0',
];

describe('The table of scanners', () => {
  it.each(ATTACKS)('finds %j', (text) => {
    expect(inHeader('user-agent', text)).toBe('scanner');
  });

  it.each(PLAIN)('lets %j pass', (text) => {
    expect(inHeader('user-agent', text)).toBeUndefined();
  });
});

it('takes a crawler that says where its master is to be found for one', () => {
  expect(inHeader('user-agent', 'Mozilla/5.0 (compatible; Qualys; +https://www.qualys.com/)')).toBeUndefined();
  expect(inHeader('user-agent', 'Qualys Scan')).toBe('scanner');
});

describe('What scanners ask for', () => {
  it.each([
    '/acunetix-wvs-test-for-some-inexistent-file',
    '/AppScan_fingerprint/MAC_ADDRESS_01234567890.html',
    '/w00tw00t.at.ISC.SANS.DFind:)',
    '/nice%20ports%2C/Tri%6Eity.txt%2ebak',
    '/nikto-test-a1.html',
    '/db.sql',
    '/users.sql',
    '/druid/index.html',
    '/nacos/v1/auth/users',
    '/v1.41/containers/json',
    '/goform/x',
    '/wls-wsat/CoordinatorPortType',
    '/tmui/login.jsp',
    '/dana-na/auth/url_default/welcome.cgi',
    '/latest/meta-data/',
  ])('finds %j', (target) => {
    expect(inTarget(target)).toBe('scanner');
  });

  it.each([
    '/services/druid',
    '/docs/setup.cgi-notes',
    '/scripts/nikto-tests',
    '/api/v1.2/users',
    '/latest/news',
    '/files/schema.sql',
    '/sitecore-migration',
    '/users',
    '/databases',
    '/goforms',
  ])('lets %j pass', (target) => {
    expect(inTarget(target)).toBeUndefined();
  });

  it('knows tools by their names and leaves others alone', () => {
    for (const name of ['dotdotpwn', 'wafw00f/2.2', 'dirsearch', 'Mozilla/5.0 (Hydra)', 'BurpSuite', 'Mozi.m'])
      expect(inHeader('user-agent', name)).toBe('scanner');
    for (const name of [
      'hydra/2.2 (Ory)',
      'DirSync/1.0',
      'Mozilla/5.0 (compatible; Interact/1.0)',
      'Mozilla/5.0 Mozi/1',
    ])
      expect(inHeader('user-agent', name)).toBeUndefined();
  });
});
