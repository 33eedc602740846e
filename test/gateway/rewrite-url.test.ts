import { rewriteUrl } from '../../gateway/rewrite-url';
import { cpuTime } from '../setup/cpu-time';

describe('a URL that was put together by hand', () => {
  it.each([
    ['/a', '/a'],
    ['/a?b=c', '/a?b=c'],
    ['/a?b=https://c?d=e', '/a?b=https://c?d=e'],
    ['/a??FlowEvent=return', '/a?FlowEvent=return'],
    ['/a?b=c?FlowEvent=return&d=e', '/a?b=c&FlowEvent=return&d=e'],
    ['/a?b=c&FlowEvent=return', '/a?b=c&FlowEvent=return'],
    ['/a&FlowEvent=return', '/a?FlowEvent=return'],
    ['/a&b=c&FlowEvent=return', '/a?b=c&FlowEvent=return'],
  ])('%s becomes %s', (url, mended) => expect(rewriteUrl({ url })).toBe(mended));

  it('is mended in no time, however long it is', () => {
    const url = `/a${'?FlowEvent='.repeat(100_000)}`;
    expect(cpuTime(() => rewriteUrl({ url })).milliseconds).toBeLessThan(500);
  });
});
