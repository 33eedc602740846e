import { connect } from '../../gateway/connection';
import { Line } from '../setup/line';

it('a connection that is closed while a request is tried again gives the request up', async () => {
  const line = new Line('127.0.0.1:9');
  await line.mend();
  const { connection, close } = connect({ connectionOptions: { address: line.address } });
  line.cut();
  const asked = connection.workflowService.getSystemInfo({}).then(
    () => 'answered',
    () => 'given up',
  );
  await new Promise(resolve => setTimeout(resolve, 300));
  await close();
  expect(await asked).toBe('given up');
});
