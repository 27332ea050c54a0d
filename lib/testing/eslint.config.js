// Rules that need no types, so that linting the whole tree stays a matter of seconds; `tsc` knows the rest.
import { defineConfig, globalIgnores } from 'eslint/config'
import coreWebVitals from 'eslint-config-next/core-web-vitals'
import typescript from 'eslint-config-next/typescript'

const UNSAFE = [
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Text of a message would become markup of our page.' },
  { selector: "AssignmentExpression[left.property.name=/^(innerHTML|outerHTML|srcdoc)$/]", message: 'Build nodes, or let React do it.' },
  { selector: "CallExpression[callee.property.name=/^(insertAdjacentHTML|createContextualFragment|setHTMLUnsafe)$/]", message: 'Build nodes, or let React do it.' },
  { selector: "CallExpression[callee.object.name='document'][callee.property.name=/^write(ln)?$/]", message: 'Build nodes, or let React do it.' },
  { selector: "CallExpression[callee.property.name=/^(prepare|query)$/] > TemplateLiteral[expressions.length>0]", message: 'Values go in as parameters.' },
]
const NO_DEFAULT = { selector: 'ExportDefaultDeclaration', message: 'Export it by its name.' }
const LITERAL_PATHS = [
  { selector: 'JSXAttribute[name.name=/^(href|action|formAction|src)$/] > Literal[value=/^[/]/]', message: 'Every path of ours is made in lib/api/urls.ts.' },
  { selector: 'JSXAttribute[name.name=/^(href|action|formAction|src)$/] > JSXExpressionContainer Literal[value=/^[/]/]', message: 'Every path of ours is made in lib/api/urls.ts.' },
  { selector: 'JSXAttribute[name.name=/^(href|action|formAction|src)$/] > JSXExpressionContainer TemplateElement:first-child[value.raw=/^[/]/]', message: 'Every path of ours is made in lib/api/urls.ts.' },
  { selector: "CallExpression[callee.name=/^(fetch|redirect|permanentRedirect)$/] > Literal[value=/^[/]/]:first-child", message: 'Every path of ours is made in lib/api/urls.ts.' },
]

const REACT_RULES = coreWebVitals.flatMap(({ rules = {} }) => Object.keys(rules)).filter((rule) => /^(react|react-hooks|jsx-a11y)\//.test(rule))

const TESTS = ['**/*.test.ts', 'lib/testing/**', 'e2e/**']
const DEFAULT_EXPORTS = ['app/**', 'next.config.js', 'lib/testing/eslint.config.js', 'e2e/playwright.config.ts', 'e2e/support/global-*.ts']

export default defineConfig([
  globalIgnores(['node_modules/', '.*/', 'next-env.d.ts', 'lib/testing/fixtures/']),
  ...coreWebVitals,
  ...typescript,
  {
    name: 'postern',
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-constant-binary-expression': 'error',
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      'no-restricted-syntax': ['error', ...UNSAFE, NO_DEFAULT],
      // The gateway's pictures come from mail and themes; there is nothing to optimise.
      '@next/next/no-img-element': 'off',
    },
  },
  // Nothing of React's stands there: `use` is a verb, and its rules cost half of all the time.
  { name: 'no React outside components', files: ['lib/**', 'e2e/**'], rules: Object.fromEntries(REACT_RULES.map((rule) => [rule, 'off'])) },
  { name: 'sizes', ignores: TESTS, rules: { 'max-params': ['error', 4], 'max-depth': ['error', 3], 'max-lines-per-function': ['error', { max: 70, skipComments: true, skipBlankLines: true }] } },
  { name: 'no console in the servers', files: ['lib/**', 'app/**', 'components/**'], ignores: ['lib/cli/**', ...TESTS], rules: { 'no-console': 'error' } },
  { name: 'paths have one home', files: ['components/**', 'app/**'], rules: { 'no-restricted-syntax': ['error', ...UNSAFE, NO_DEFAULT, ...LITERAL_PATHS] } },
  { name: 'the framework asks for default exports', files: ['app/**'], rules: { 'no-restricted-syntax': ['error', ...UNSAFE, ...LITERAL_PATHS] } },
  { name: 'tools ask for default exports', files: DEFAULT_EXPORTS, ignores: ['app/**'], rules: { 'no-restricted-syntax': ['error', ...UNSAFE] } },
])
