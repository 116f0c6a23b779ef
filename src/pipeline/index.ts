export { inOrder, ORDER } from './order.js';
export { type Outcome, Outcomes, OUTCOMES } from './outcomes.js';
export { Pipeline, type PipelineDependencies } from './pipeline.js';
export { planRoute, type RoutePlan } from './route-plan.js';
export { SKIP_GUARD, SkipGuard } from './skip-guard.js';
