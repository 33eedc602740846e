import { studioCodes, warning } from '../../flow/errors';

describe('warning', () => {
  it("has Twilio's title for the code", () => {
    expect(warning(81002)).toEqual({ code: 81002, message: 'Unexpected event while processing Widget' });
  });

  it('says what happened after the title', () => {
    expect(warning(81018, 'undefined filter: shout').message).toBe(
      'Template evaluation error in Studio widget: undefined filter: shout',
    );
  });
});

it('the table has the codes that Twilio documents', () => {
  const codes = Object.keys(studioCodes).map(Number);
  const documented = Array.from({ length: 28 }, (_, index) => 81000 + index).filter(code => code !== 81003);
  expect(codes).toEqual(documented);
});
