import { literalsOf } from '../../../../src/detection/match/literals.js';

const anyOf = (pattern: RegExp) => literalsOf(pattern).anyOf;

describe('literalsOf', () => {
  it.each<[RegExp, readonly string[] | undefined]>([
    [/abc/, ['abc']],
    [/a[bc]d/, ['abd', 'acd']],
    [/colou?r/, ['color', 'colour']],
    [/\bunion\s{1,9}select\b/, ['select']],
    [/(?:cat|dog)s/, ['cats', 'dogs']],
    [/os\.(?:system|exec\w{0,3})\(/, ['os.system', 'os.exec']],
    [/(?:ab){2,3}/, ['ab']],
    [/x(?=abc)\{\{/, ['x{{']],
    [/a\.b\x41\u0042\n/, ['a.bab\n']],
    [/[^]{0,9}<%/, ['<%']],
    [/(['"])\w\1<\?/, ['<?']],
    [/ABC/i, ['abc']],
    [/a|[^b]/, undefined],
    [/\w+\s*/, undefined],
    [/(?:abc)?/, undefined],
    [/(?:abc)*\d/, undefined],
    [/(?:abc){0,4}\d/, undefined],
    [/\u0430\u0431/, undefined],
    [/k/iu, undefined],
    [/[\]x][-y][z-z]/, [']-z', ']yz', 'x-z', 'xyz']],
    [/a(?<!x)(?<name>b)\k<name>/, ['ab']],
  ])('of %s are %j', (pattern, literals) => {
    const found = anyOf(pattern);
    expect(found && [...found].sort()).toEqual(literals && [...literals].sort());
  });

  it('prefers what prose seldom has', () => {
    expect(anyOf(/and\s{1,9}\{\{/)).toEqual(['{{']);
    expect(anyOf(/"\s{0,3}select/)).toEqual(['select']);
  });

  it('gives up where the lists would be long', () => {
    expect(anyOf(/[a-j][a-j][a-j]/)).toHaveLength(10);
    expect(anyOf(/[a-z]/)).toBeUndefined();
  });

  it.each<[RegExp, boolean]>([
    [/^a/, true],
    [/^a|^b/, true],
    [/(?:^a|^b)c/, true],
    [/^a|b/, false],
    [/a^/, false],
    [/(?:^|;)a/, false],
    [/^a/m, false],
  ])('says of %s whether it is bound to the beginning: %s', (pattern, anchored) => {
    expect(literalsOf(pattern).anchored).toBe(anchored);
  });
});
