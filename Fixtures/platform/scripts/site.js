// Addresses of the documentation site
const SITE = 'https://jesssullivan.github.io/attic-iac';
const TITLE = 'attic-iac';
export { SITE, TITLE };
