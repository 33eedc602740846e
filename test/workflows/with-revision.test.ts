import type { SavedRevision } from '../../workflows/flow-contract';
import { withRevision } from '../../workflows/with-revision';

const saved = (revision: number, more: Partial<SavedRevision> = {}): SavedRevision => ({
  accountSid: 'AC1',
  friendlyName: 'Reception',
  revision,
  digest: `${revision}`,
  published: true,
  allowConcurrentCalls: true,
  date: `2026-01-0${revision}T00:00:00.000Z`,
  ...more,
});

describe('a flow whose callers may have another number of calls than before', () => {
  const first = withRevision(undefined, saved(1));

  it('says since when', () => {
    const second = withRevision(first, saved(2, { allowConcurrentCalls: false }));
    expect([first.callsChanged, second.callsChanged]).toEqual([undefined, '2026-01-02T00:00:00.000Z']);
    expect(withRevision(second, saved(3, { allowConcurrentCalls: false })).callsChanged).toBe(
      second.callsChanged,
    );
  });

  it('says so of a draft, which test users run, and when that is published', () => {
    const draft = withRevision(first, saved(2, { allowConcurrentCalls: false, published: false }));
    expect(draft.callsChanged).toBe('2026-01-02T00:00:00.000Z');
    expect(withRevision(draft, saved(3, { allowConcurrentCalls: false })).callsChanged).toBe(
      '2026-01-03T00:00:00.000Z',
    );
  });
});

describe('a flow that is imported from the folder', () => {
  const first = withRevision(undefined, saved(1, { fromFolder: true }));
  const third = withRevision(withRevision(first, saved(2)), saved(3, { fromFolder: true }));

  it('remembers what was imported last, whatever is saved otherwise', () => {
    expect(first.fromFolder).toEqual({ revision: 1, digest: '1' });
    expect(third.fromFolder).toEqual({ revision: 3, digest: '3' });
    expect(withRevision(third, saved(4, { published: false })).fromFolder).toEqual(third.fromFolder);
  });

  it('remembers no older revision that is told of once more', () => {
    expect(withRevision(third, saved(1, { fromFolder: true }))).toEqual(third);
  });

  it('remembers one that is not the latest any more when it is told of', () => {
    const fourth = withRevision(withRevision(undefined, saved(3)), saved(4, { published: false }));
    expect(withRevision(fourth, saved(3, { fromFolder: true }))).toEqual({
      ...fourth,
      fromFolder: { revision: 3, digest: '3' },
    });
  });
});
