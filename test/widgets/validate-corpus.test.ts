import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { validateDefinition } from '../../widgets/validate';

const corpus = process.env['FLOWS_CORPUS'];
const files = corpus ? readdirSync(corpus).filter(file => file.endsWith('.json')) : [];

/** Real exports run on hosted Studio: where one has a problem here, the rule is wrong. */
(corpus ? describe : describe.skip)('flows exported from hosted Studio', () => {
  test('the folder holds flows', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  test.each(files.length > 0 ? files : ['none'])('%s has no problems', file => {
    expect(validateDefinition(JSON.parse(readFileSync(path.join(corpus ?? '', file), 'utf8')))).toEqual([]);
  });
});
