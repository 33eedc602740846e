import { temporalConfig } from '../../config/temporal';

describe("Temporal's variables", () => {
  it('count as not set where they are blank', () => {
    const names = ['ADDRESS', 'NAMESPACE', 'API_KEY', 'TLS', 'TLS_SERVER_NAME', 'CONFIG_FILE', 'PROFILE'];
    for (const blank of ['', ' ']) {
      const env = Object.fromEntries(names.map(name => [`TEMPORAL_${name}`, blank]));
      expect(temporalConfig(env)).toEqual(temporalConfig({}));
    }
  });

  it('are read without the blanks around them', () => {
    const env = { TEMPORAL_ADDRESS: ' temporal.example.com:7233\n', TEMPORAL_TLS: 'true ' };
    expect(temporalConfig(env).connectionOptions).toMatchObject({
      address: 'temporal.example.com:7233',
      tls: {},
    });
  });

  it.each([
    ['true', {}],
    ['1', {}],
    ['false', false],
    ['0', false],
  ])('turn TLS on and off: %s', (TEMPORAL_TLS, tls) => {
    expect(temporalConfig({ TEMPORAL_TLS }).connectionOptions.tls).toEqual(tls);
  });

  it.each(['True', 'yes', 'on', 'no'])('leave no doubt about TLS: %s', TEMPORAL_TLS => {
    expect(() => temporalConfig({ TEMPORAL_TLS, TEMPORAL_API_KEY: 'key' })).toThrow(
      `TEMPORAL_TLS is "${TEMPORAL_TLS}", which is not right: it must be true or false.`,
    );
  });
});
