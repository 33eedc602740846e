const { engines } = require('../../package.json');
const { isAtLeast } = require('./version');

/** Ends the process where Node is too old, saying so. Written so that an old Node can read it. */
function checkNodeVersion() {
  const least = engines.node.replace('>=', '');
  if (isAtLeast(process.versions.node, least)) return;
  console.error(
    'Node ' + process.versions.node + ' is too old. Install Node ' + least + ' or later: https://nodejs.org',
  );
  process.exit(1);
}

module.exports = { checkNodeVersion };
