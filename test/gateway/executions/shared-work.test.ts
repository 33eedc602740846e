import { SharedWork } from '../../../gateway/executions/shared-work';

describe('work that comes to the same for all', () => {
  it('is done once for those who ask at the same time, and anew for those who come later', async () => {
    const shared = new SharedWork();
    let times = 0;
    const work = () => Promise.resolve((times += 1));
    expect(await Promise.all([shared.do('steps', work), shared.do('steps', work)])).toEqual([1, 1]);
    expect(await shared.do('steps', work)).toBe(2);
  });

  it('is done for each name', async () => {
    const shared = new SharedWork();
    const asked = ['steps', 'context'].map(name => shared.do(name, () => Promise.resolve(name)));
    expect(await Promise.all(asked)).toEqual(['steps', 'context']);
  });

  it('fails for all who wait for it, and may be tried again', async () => {
    const shared = new SharedWork();
    const fail = () => Promise.reject(new Error('not now'));
    const asked = await Promise.allSettled([shared.do('steps', fail), shared.do('steps', fail)]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await shared.do('steps', () => Promise.resolve('well'))).toBe('well');
  });
});
