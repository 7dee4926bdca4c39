/**
 * The rows of the house. A folder imports only from rows below its own, never beside, never
 * above; rows 3 to 6 are entered by their index.ts. docs/architecture.md says why.
 */
const ROWS = [
  ['shared'],
  ['persistence', 'i18n'],
  ['http', 'jobs', 'mail', 'sandbox'],
  ['curriculum', 'lti', 'h5p'],
  ['grading'],
  ['tandem', 'helpdesk'],
  ['evaluation', 'credentials', 'admin'],
];
const FIRST_ROW_WITH_DOORS = 3;

/** Sandbox is one row with http and may use it: it is a program of its own in the same tree. */
const BESIDE = { sandbox: ['http'] };

/** Files without a role suffix that do I/O by their nature. */
const FILES_WITH_IO = [
  '/lti/(keys/key-ring|services/(service-http|claimed-service)|login/login-state)\\.ts$',
  // Asks node:net what an address looks like, and sends nothing.
  '/lti/services/public-address\\.ts$',
  '/h5p/content-type\\.ts$',
  '/curriculum/reading/content-files\\.ts$',
];

const folder = (names) => `^src/(${names.join('|')})/`;

const rowRules = ROWS.flatMap((row, at) =>
  row.map((name) => {
    const beside = row.filter((other) => other !== name && !(BESIDE[name] ?? []).includes(other));
    const above = ROWS.slice(at + 1).flat();
    return {
      name: `row-of-${name}`,
      comment: `${name} imports only from the rows below it`,
      severity: 'error',
      from: { path: folder([name]) },
      to: { path: [folder([...beside, ...above]), '^src/[^/]+\\.ts$'] },
    };
  }),
);

const doorRules = ROWS.slice(FIRST_ROW_WITH_DOORS)
  .flat()
  .map((name) => ({
    name: `door-of-${name}`,
    comment: `${name} is entered by its index.ts`,
    severity: 'error',
    // What builds and what measures the rooms looks into them.
    from: { pathNot: [folder([name]), '^src/bench/', '^src/build\\.ts$'], path: '^src/' },
    to: { path: folder([name]), pathNot: `^src/${name}/index\\.ts$` },
  }));

/** A package that one file (or folder) alone may know. */
const only = (name, modules, where) => ({
  name,
  comment: `only ${where} knows ${modules}`,
  severity: 'error',
  from: { path: '^src/', pathNot: [where, '^src/bench/'] },
  to: { path: `node_modules/(${modules})/` },
});

module.exports = {
  forbidden: [
    ...rowRules,
    ...doorRules,
    only(
      'only-adapters-know-drivers',
      'mongoose|@photostructure/sqlite',
      '^src/persistence/(sqlite|mongo)/',
    ),
    {
      name: 'only-the-driver-knows-sqlite',
      comment: 'node:sqlite is chosen in one file',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/persistence/sqlite/driver\\.ts$' },
      to: { path: '^(node:)?sqlite$' },
    },
    only('only-one-file-knows-ltijs', 'ltijs', '^src/lti/login/ltijs\\.provider\\.ts$'),
    only('only-one-file-knows-nodemailer', 'nodemailer', '^src/mail/nodemailer\\.adapter\\.ts$'),
    only(
      'only-one-file-knows-sanitize-html',
      'sanitize-html',
      '^src/h5p/authoring/params/rich-text\\.adapter\\.ts$',
    ),
    only('only-one-file-knows-sharp', 'sharp', '^src/http/picture\\.adapter\\.ts$'),
    only('only-one-file-knows-file-type', 'file-type', '^src/http/first-bytes\\.adapter\\.ts$'),
    only('only-one-file-knows-multer', 'multer', '^src/http/upload\\.middleware\\.ts$'),
    only('only-one-file-knows-lumi', '@lumieducation', '^src/h5p/lumi\\.adapter\\.ts$'),
    only('only-one-file-knows-yazl', 'yazl', '^src/h5p/authoring/packages/yazl\\.adapter\\.ts$'),
    only(
      'only-one-file-knows-yauzl',
      'yauzl-promise',
      '^src/h5p/authoring/packages/yauzl\\.adapter\\.ts$',
    ),
    {
      name: 'sandbox-stands-alone',
      comment: 'sandbox imports only shared/ and http/',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: '^src/', pathNot: '^src/(sandbox|shared|http)/' },
    },
    {
      name: 'pure-policies-and-views',
      comment: 'policies and views decide and describe; they read no store, no client, no service',
      severity: 'error',
      from: { path: '\\.(policy|views)\\.ts$' },
      to: {
        path: [
          '\\.(store|client|service|routes|jobs)\\.ts$',
          '^(node:)?(fs|http|https|net|child_process)',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'pure-nouns',
      comment: 'a noun file holds a shape and its rules: nothing that does I/O',
      severity: 'error',
      from: {
        path: '^src/(curriculum|lti|h5p|grading|tandem|helpdesk|evaluation|credentials|admin)/[a-z/-]+\\.ts$',
        pathNot: ['/index\\.ts$', ...FILES_WITH_IO],
      },
      to: {
        path: [
          '\\.(store|client|service|routes|jobs|provider|adapter)\\.ts$',
          '^src/(persistence|http|jobs)/',
          '^(node:)?(fs|fs/promises|http|https|net|child_process)$',
          'node_modules/express/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'services-know-no-web',
      comment: 'a service imports neither express nor views nor routes',
      severity: 'error',
      from: { path: '\\.service\\.ts$' },
      to: {
        path: ['node_modules/express/', '\\.(views|routes)\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'browser-apart',
      comment: 'the server imports nothing of src/browser',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/browser/' },
      to: { path: '^src/browser/' },
    },
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
    exclude: { path: '^(dist|test)/' },
  },
};
