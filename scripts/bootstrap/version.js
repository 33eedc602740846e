/**
 * @param {string} version such as 20.19.0
 * @param {string} least
 */
function isAtLeast(version, least) {
  return version.localeCompare(least, 'en', { numeric: true }) >= 0;
}

module.exports = { isAtLeast };
