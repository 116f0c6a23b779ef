import { inBody, inField, inHeader, inQuery, inTarget, table } from '../verdict.js';

describe('Prototype pollution', () => {
  it('finds the names in keys, before and after nesting', () => {
    expect(inTarget('/x?__proto__[a]=1')).toBe('prototype-pollution');
    expect(inTarget('/x?a.__proto__.b=1')).toBe('prototype-pollution');
    expect(inTarget('/x?constructor[prototype][a]=1')).toBe('prototype-pollution');
    expect(inTarget('/x?constructor.prototype.a=1')).toBe('prototype-pollution');
    expect(inBody('{"a":{"__proto__":{"b":1}}}', 'application/json')).toBe('prototype-pollution');
    expect(inBody('{"constructor":{"prototype":{"b":1}}}', 'application/json')).toBe('prototype-pollution');
    expect(inHeader('cookie', 'a=__proto__.b=1')).toBe('prototype-pollution');
  });

  it('leaves the words alone', () => {
    expect(inBody('{"constructor":"Ferrari","prototype":true}', 'application/json')).toBeUndefined();
    expect(inField('We built a prototype; the constructor was kind')).toBeUndefined();
    expect(inField('protocol')).toBeUndefined();
  });
});

describe('Template engines', () => {
  table(
    'template',
    [
      '{{7*7}}',
      '${8*8}',
      '#{9*9}',
      '*{6*6}',
      '{{ config.items() }}',
      "{{ ''.__class__.__mro__ }}",
      '{{ self._TemplateReference__context.x.__init__ }}',
      '{{ request.application.__globals__ }}',
      '{{ cycler.__init__ }}',
      '${T(java.lang.Runtime).getRuntime()}',
      '${"".getClass().forName("x")}',
      '<%= 5*5 %>',
      '<%= system("id") %>',
      '{% for x in y %}',
      "{% set a = 'id' %}",
      '<#assign x="freemarker.template.utility.Execute"?new()>',
      '#set($x = 1)',
      '@(3*4)',
      '{{ "a"|filter("system") }}',
      "{{constructor.constructor('x')()}}",
      '{{ lipsum.__globals__ }}',
    ],
    [
      '{{name}}',
      'Hello {{ user.name }}, your code is {{ code }}',
      '{{ price | currency }}',
      '{{#if paid}}Thanks{{/if}}',
      '${name}',
      'Dear ${customer.firstName}',
      '#{order}',
      '{ a: 1 }',
      '{{ items.length }} items',
      '50% {off}',
      '<%',
      '{%}',
      '#hashtag #set',
      '[[link]]',
      '@(me)',
      '5*5=25',
    ],
  );
});

describe('Java', () => {
  table(
    'jndi',
    [
      '${jndi:ldap://h.example/a}',
      '${${lower:j}ndi:rmi://h.example}',
      '${${::-j}${::-n}di:dns://x}',
      '${${env:X:-j}ndi:ldap://x}',
      '$%7bjndi:ldap://x%7d',
      '${ jndi:ldap://x}',
    ],
    ['jndi is a Java interface', '${java}', '$jndi', '${env}', '{jndi:x}'],
  );
  table(
    'java',
    [
      'java.lang.Runtime',
      'java.io.File',
      'com.opensymphony.xwork2',
      'org.apache.commons.collections.functors.InvokerTransformer',
      'Runtime.getRuntime().exec("id")',
      'class.module.classLoader.x',
      'rO0ABXNyABE=',
      'new java.lang.ProcessBuilder("x")',
    ],
    [
      'We teach Java and SQL',
      'java.',
      'java beans',
      'at java.lang.Thread.run(Thread.java:750) the thread of the pool was stopped',
      'org.apache',
      'runtime error',
      'my class.',
      'com.example.app',
      'island of Java',
    ],
  );
});

describe('PHP', () => {
  table(
    'php',
    [
      '<?php echo 1; ?>',
      '<?= 1 ?>',
      '<? system("id"); ?>',
      '$_GET["x"]',
      '${_POST}',
      'php://input',
      'phar://x.jpg',
      'expect://id',
      'O:8:"stdClass":1:{s:1:"a";i:1;}',
      'a:1:{i:0;O:3:"Foo":0:{}}',
      'phpinfo()',
      'system("id")',
      'base64_decode("x")',
      'shell_exec($x)',
      '$a(1)',
      'auto_prepend_file=x',
      'call_user_func("x")',
    ],
    [
      '<?xml version="1.0"?>',
      'php is a language',
      '$5 (five)',
      'the system (new)',
      'eval of the year',
      'exec summary (short)',
      'copy (2)',
      'O: yes',
      'a:b',
      'session. Start',
      'US$ (cash)',
      'print(er)',
      'https://a.example/index.php?x=1',
      'PHP 8.3 (stable)',
    ],
  );
});

describe('Node and Python', () => {
  table(
    'node',
    [
      "require('child_process').exec('id')",
      'process.mainModule.require',
      'global.process.exit',
      "this.constructor.constructor('return 1')()",
      '{"x":"_$$ND_FUNC$$_function(){}"}',
      'while(true);',
      'String.fromCharCode(1,2)',
      "res.end(require('fs').readFileSync('/x'))",
    ],
    [
      'We require a child seat',
      'the process. Then',
      'a constructor (of houses)',
      'process.env',
      'global news',
      'while (you wait)',
      'function of time',
      'require an answer',
      'child process',
      'response. Send it',
    ],
  );
  table(
    'python',
    [
      "__import__('os').system('id')",
      "os.popen('id').read()",
      '().__class__.__base__.__subclasses__()',
      '!!python/object/apply:os.system ["id"]',
      '!!javax.script.ScriptEngineManager []',
      '@{[system "id"]}',
      "subprocess.check_output('id')",
      '--- !ruby/object:Gem::Installer',
    ],
    [
      'import the list',
      'os.',
      'photos.system',
      'the class __',
      'open(ed) late',
      'wow!!',
      'io.read',
      'a ruby ring',
      '__',
      'python and perl',
      'file.pdf',
    ],
  );
});

describe('XML, SSI, CRLF and mail', () => {
  table(
    'xxe',
    [
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///x">]>',
      '<!ENTITY % p SYSTEM "http://h.example/x.dtd">',
      '<!DOCTYPE a SYSTEM "http://h.example/x.dtd">',
      '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]>',
      '<x xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="x"/></x>',
    ],
    [
      '<!DOCTYPE html>',
      '<note><to>Ann</to></note>',
      '<!-- entity -->',
      'an !entity',
      '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
    ],
  );
  table(
    'ssi',
    [
      '<!--#exec cmd="id"-->',
      '<!--#include file="/x"-->',
      '<!--#echo var="DATE_LOCAL"-->',
      '<!-- #printenv -->',
      '<esi:include src="http://h.example/"/>',
    ],
    ['<!-- include -->', '#include <stdio.h>', '#echo', '<!---->', 'esi: five'],
  );

  it('finds line breaks that begin a header', () => {
    expect(inTarget('/x%0d%0aSet-Cookie:a=b')).toBe('crlf');
    expect(inTarget('/x?lang=en%0d%0aLocation:%20//h.example')).toBe('crlf');
    expect(inTarget('/x?a%0d%0ab=1')).toBe('crlf');
    expect(inTarget('/x?a=%250d%250aSet-Cookie:b=c')).toBe('crlf');
    expect(inQuery('one\r\ntwo\r\nthree')).toBeUndefined();
    expect(inField('Location: Berlin\nHost: Ann\nDate: Monday')).toBeUndefined();
  });

  it('finds mail headers and commands after a line break', () => {
    expect(inField('Ann\nBcc: all@h.example')).toBe('mail-injection');
    expect(inField('Ann\r\nRCPT TO: <x@h.example>')).toBe('mail-injection');
    expect(inField('To: Ann\nSubject: lunch\n\nSee you at noon')).toBeUndefined();
  });
});
