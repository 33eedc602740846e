// Fetches Temporal's official CLI with the SDK's own downloader: `node download-cli.js FOLDER`.
const { TestWorkflowEnvironment } = require('@temporalio/testing');

/** @param {string} downloadDir */
async function main(downloadDir) {
  const executable = /** @type {const} */ ({ type: 'cached-download', downloadDir });
  // The downloader is a part of starting a server; the file stays when it stops.
  const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } });
  await environment.teardown();
}

main(process.argv[2] ?? '.').catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
