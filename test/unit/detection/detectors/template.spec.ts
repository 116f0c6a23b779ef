import { inField, inHeader, inTarget, table } from '../verdict.js';

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
      "{{7*'7'}}",
      '*{7*7}',
      '%{7*7}',
      '${{7*7}}',
      '{{{7*7}}}',
      '{%7*7%}',
      '[(${7*7})]',
      '<%=7*7%>',
      '<% 7*7 %>',
      '<#assign x=7*7>${x}',
      '#set($x=7*7)$x',
      '{{ config }}',
      '{{config.items()}}',
      '{{self}}',
      '{{ self.__dict__ }}',
      '{{request}}',
      '{{ request.application.__globals__.__builtins__ }}',
      "{{request|attr('application')}}",
      '{{url_for.__globals__}}',
      "{{lipsum.__globals__['os'].popen('id').read()}}",
      '{{ joiner.__init__ }}',
      '{{ namespace.__init__ }}',
      "{{''.__class__}}",
      '{{ [].__class__.__base__.__subclasses__() }}',
      "{%set x='id'%}",
      '{% if 1 %}x{% endif %}',
      '{% for x in ().__class__.__base__.__subclasses__() %}x{% endfor %}',
      '{% debug %}',
      "{% import os %}{{os.system('id')}}",
      '{{messages.storages.0.signer.key}}',
      "{{['id',1]|sort('system')|join}}",
      '{{ app.user }}',
      '{{dump()}}',
      "{{ include('x') }}",
      "{{ attribute(x,'y') }}",
      "{{system('id')}}",
      '{{phpinfo()}}',
      '{{"id"|passthru}}',
      "{php}system('id');{/php}",
      "{system('id')}",
      '{$smarty.version}',
      '{$smarty.template}',
      "{if system('id')}{/if}",
      '{literal}x{/literal}',
      "{fetch file='http://h.example'}",
      "{'id'|system}",
      "{'x'|exec}",
      '{ifset x}{/ifset}',
      "{=system('id')}",
      '{var $x=1}',
      '{$x|noescape}',
      '<#assign ex="freemarker.template.utility.Execute"?new()>${ex("id")}',
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
      '{{first_name}}, your order is on its way',
      'Your invoice ${invoice_no}',
      'Order #{order_number} shipped',
      '[[company]] newsletter',
      '{% if user %}Hi{% endif %}',
      '{{ t.title }}',
      '{{ app.name }}',
      '{{ $json.name }}',
      '{{steps.trigger.event}}',
      '${{ secrets.TOKEN }}',
      '${{ matrix.os }}',
      '{{#items}}{{name}}{{/items}}',
      '{{^items}}none{{/items}}',
      '{{> header}}',
      'Hello %{name}, you have %{count} messages',
      "Use {{ value | date:'short' }} to format dates in Angular.",
      'In Liquid, {{ product.price | money }} shows the price.',
      "RAM: ${chalk.green('40%')}",
      "return `${prefix} ${theme.style.highlight('hello')}`;",
      '{0}',
      '{name}',
      '{1,2,3}',
      '{a,b}',
      'x{1,3}',
      '^[a-z]{2}$',
      '{{1,2},{3,4}}',
      '[[1,2],[3,4]]',
      '*{font}',
      '@{a}',
      '~{5}',
      '#{',
      '##',
      '#if you can',
      '#include <stdio.h>',
      '#define X 5',
      '#macro photography',
      '#evaluate yourself',
      '@Model',
      '@user',
      '@(home)',
      '@media print',
      '- var',
      '= 5',
      '{$5}',
      '{if}',
      '{*}',
      '$x.y',
      '$5.99 (each)',
      '{{/each}}',
      '{{else}}',
      '100% {cotton}',
      '<3 % of people',
      '[#1]',
    ],
  );

  it('reads names, paths, headers and cookies', () => {
    expect(inTarget('/x?%7B%7B7*7%7D%7D=1')).toBe('template');
    expect(inTarget('/hello/%7B%7B7*7%7D%7D')).toBe('template');
    expect(inHeader('user-agent', '{{8*8}}')).toBe('template');
    expect(inHeader('cookie', 'a=%7B%7Bconfig%7D%7D')).toBe('template');
  });

  it('takes names to be filled in for what they are', () => {
    expect(inField('<%= name %> invites you', 'title')).toBeUndefined();
    expect(inField('export class <%= classify(name) %> {')).toBeUndefined();
    expect(inField('<%= name %><% `id` %> invites you')).toBe('template');
    expect(inField('[= =] is a class of characters')).toBeUndefined();
  });

  it('tells what is shown to a reader from what is sent to be run', () => {
    expect(inField('{{ self.__init__ }}')).toBe('template');
    expect(inField('For who wants to see it once in the docs: {{ self.x() }} prints it')).toBeUndefined();
  });
});

it('takes a name of three parts for a merge field', () => {
  expect(inField('Welcome to {{ config.site.title }}', 'subject')).toBeUndefined();
  expect(inField('{{ config.items() }}', 'subject')).toBe('template');
  expect(inField('{{ config.site["__class__"] }}', 'subject')).toBe('template');
});

describe('Expressions that are tried', () => {
  table(
    'template',
    [
      '[[7*7]]',
      '[(7*7)]',
      '{7*7}',
      '${{<%[%\'"}}%\\',
      '{{_self}}',
      "#{systemProperties['user.home']}",
      '<%= process.env %>',
      '<%= global.x %>',
    ],
    [
      '[[Main page]]',
      '[(3+4)*2]',
      '[[2,3],[4,5]]',
      '[[7 * x]]',
      '{7}',
      '{3*}',
      'a{2,3}*',
      '{{name}}',
      '<%= user.name %> invites you',
      '<%= processName %> is done',
    ],
    'title',
  );

  it('finds one in a path', () => {
    expect(inTarget('/items/[[7*7]]')).toBe('template');
  });
});

describe('More expressions that are tried', () => {
  table(
    'template',
    [
      "{{ '7'*7 }}",
      "{{lookup . 'constructor'}}",
      '{{constructor.name}}',
      '!{7*7}',
      '<%: 7*7 %>',
      '@Model.GetType()',
      '%{#a.b}',
    ],
    [
      "{{ 'a' * b }}",
      '{{constructorName}}',
      '%{name}',
      '%{#}',
      '!{important}',
      '@modeling.gettype',
      '<%: name %>',
      '{{ title }} *7',
    ],
    'title',
  );
});
