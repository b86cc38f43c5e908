export { teardown as default } from './stage.setup';
