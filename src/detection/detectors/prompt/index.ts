import { ROLES } from '../../subject.js';
import { type Rule, tableRoom } from '../table.js';
import { OVERRIDES } from './data/overrides.js';

/** Tokens that chat templates of models put between turns: OpenAI, Llama 2 and 3, Gemma, DeepSeek, Phi, Alpaca. */
const TEMPLATE_TOKEN =
  /<[|｜](?:im_start|im_end|im_sep|endoftext|endofprompt|system|user|assistant|end|start|message|channel|call|return|eot_id|eom_id|begin_of_text|end_of_text|start_header_id|end_header_id|fim_prefix|fim_middle|fim_suffix|begin▁of▁sentence|end▁of▁sentence)[|｜]>|\[\/?inst\]|<<\/?sys>>|<(?:start|end)_of_turn>|\[(?:available_tools|tool_calls|system_prompt)\]/;

const WHOSE =
  '(?:(?:your|the|its|this)\\s{1,5})?(?:(?:full|entire|whole|complete|original|initial|hidden|secret|exact|internal|confidential|first)\\s{1,5}){0,3}';
const TELL =
  '\\b(?:reveal|show|print|repeat|output|display|tell me|leak|give me|write out|dump|disclose|recite|translate|summari[sz]e|encode|what (?:is|are|was|were))\\b';

const RULES: readonly Rule[] = [
  { what: 'template-token', pattern: TEMPLATE_TOKEN, confidence: 0.95 },
  ...OVERRIDES.map((pattern): Rule => ({ what: 'override', pattern, confidence: 0.9 })),
  {
    what: 'exfiltration',
    pattern: new RegExp(
      `${TELL}[^.!?\\n]{0,40}?\\b(?:system prompt|${WHOSE}(?:initial prompt|pre-?prompt|hidden prompt|prompt verbatim|(?:initial|hidden|secret|system|original) instructions?)|your (?:system message|developer message|instructions|guidelines|configuration prompt))\\b`,
    ),
    confidence: 0.8,
  },
  {
    what: 'exfiltration',
    pattern:
      /\b(?:repeat|print|output|recite|copy|write)\b[^.!?\n]{0,30}\b(?:everything|all|words|text|sentences|content)\b[^.!?\n]{0,20}\b(?:above|before this)\b[^.!?\n]{0,60}\b(?:verbatim|word for word|starting with|code ?block|exactly)/,
    confidence: 0.85,
  },
  {
    what: 'persona',
    pattern:
      /\byou (?:are (?:now|going to be)|will (?:now )?(?:be|act as)|must act as)\s{1,5}(?:an?\s{1,5}|the\s{1,5}|called\s{1,5}|named\s{1,5})?(?:new\s{1,5}|fully\s{1,5}|completely\s{1,5})?(?:dan|jailbroken|unrestricted|unfiltered|uncensored|amoral)\b|\bdo anything now\b|\b(?:enter|enable|activate|switch to|in)\s{1,3}(?:developer|jailbreak|god|dan|debug|sudo) mode\b[^.!?\n]{0,60}\b(?:you|your|answer|respond|restrictions|filters?)\b|\byou are no longer (?:bound|restricted|limited|chatgpt|claude|an ai)\b/,
    confidence: 0.8,
  },
  {
    what: 'persona',
    pattern:
      /\b(?:pretend|act as|acting as|imagine|role-?play(?:ing)? as|simulate|behave)\b[^.!?\n]{0,60}\b(?:no|without|not bound by|free (?:of|from)|ignores?|ignoring)\s{1,5}(?:any\s{1,5}|all\s{1,5}|its\s{1,5}|your\s{1,5}|the\s{1,5}){0,2}(?:(?:ethical|moral|content|safety|legal|openai|usual)\s{1,5}){0,2}(?:restrictions?|guidelines|filters?|limitations|constraints|rules|polic(?:y|ies)|safeguards)\b/,
    confidence: 0.8,
  },
  {
    what: 'role-marker',
    pattern:
      /(?:^|\n)\s{0,9}[#<[*]{0,4}\s{0,3}(?:system|developer|assistant)(?:\s{1,3}(?:prompt|message|override|instructions?|note))?\s{0,3}[\]>*]{0,3}\s{0,3}:\s{0,9}[^\n]{0,40}\b(?:you (?:are|must|will|should|have)|ignore|override|disregard|from now on|new instructions?|the user is)\b/,
    confidence: 0.75,
  },
  {
    what: 'role-marker',
    pattern:
      /\b(?:begin|start|end)(?:ning)? of (?:the )?(?:system|developer) (?:prompt|message|instructions?)\b|"role"\s{0,3}:\s{0,3}"(?:system|developer)"\s{0,3},\s{0,3}"content"|<\/?(?:system|system_prompt|assistant_response|tool_result|function_results)>\s{0,9}[^<\n]{0,60}\b(?:you (?:are|must|will)|ignore|disregard|override|instructions?)\b/,
    confidence: 0.8,
  },
  {
    what: 'addressed-to-model',
    pattern:
      /\b(?:instructions?|note|message|attention|reminder|command)s?\s{1,3}(?:to|for)\s{1,3}(?:the\s{1,3}|any\s{1,3}|all\s{1,3}|an?\s{1,3})?(?:ai|llms?|language models?|chatbots?|ai (?:assistants?|agents?|models?|systems?|reviewers?)|gpt|chatgpt|claude|copilot|gemini)\s{0,3}[:,]|\bif you(?: are|'re|’re) an? (?:ai|llm|large language model|language model|chatbot|ai (?:assistant|agent|model))\b[^.!?\n]{0,80}\b(?:ignore|do not|don't|you must|instead|include|write|recommend|rate|output|respond)\b/,
    confidence: 0.75,
  },
  {
    what: 'image-exfiltration',
    pattern:
      /!\[[^\]\n]{0,100}\]\(\s{0,3}https?:\/\/[^)\s]{1,300}[?&/][\w-]{0,40}=?(?:\{\{?\s{0,3}[a-z_ ]{1,40}\}?\}|\[(?:insert|data|secret|summary|conversation|base64)[^\]\n]{0,60}\]|<(?:insert|data|secret|summary|conversation|base64)[^>\n]{0,60}>|%7b[a-z_]{1,40}%7d)/,
    confidence: 0.8,
  },
  {
    what: 'image-exfiltration',
    pattern:
      /\b(?:append|encode|put|insert|include|embed|add|send|replace)\b[^.!?\n]{0,80}\b(?:conversation|chat history|chat log|secrets?|api keys?|credentials|system prompt|user'?s? (?:data|messages?|emails?))\b[^.!?\n]{0,80}\b(?:image|link|url|query string|parameter|markdown)\b/,
    confidence: 0.75,
  },
  // Flags are made of tag characters too, behind a black flag.
  {
    what: 'hidden-text',
    pattern: /(?<![\u{1f3f4}\u{e0020}-\u{e007f}])[\u{e0020}-\u{e007e}]{3}|[\u{e0100}-\u{e01ef}]{4}/u,
    confidence: 0.95,
  },
];

/**
 * Instructions to a language model that may read the text. Off unless `prompt-injection` is switched on: people may
 * write such things, and only an application that hands texts to a model has to mind.
 */
export const prompt = {
  ...tableRoom({
    name: 'prompt',
    category: 'prompt-injection',
    roles: ROLES.filter((role) => role !== 'path' && role !== 'grammar'),
    nonAscii: true,
    triggers: [
      ...['<|', '[inst', '[/inst', '<<sys', '<</sys', '_of_turn>', '[available_tools', '[tool_calls', '[system_prompt'],
      ...[
        'instruc',
        'instruk',
        'above',
        'before this',
        'prior to this',
        'prompt',
        'rules',
        'directive',
        'guideline',
        'restriction',
        'constraint',
        'limitation',
        'filter',
      ],
      ...['polic', 'safeguard', 'programming', 'training', 'verbatim', 'word for word', 'starting with', 'codeblock'],
      ...['code block', 'exactly', 'system', 'developer', 'assistant', 'your message', 'unrestricted', 'uncensored'],
      ...['dan', 'jailb', 'amoral', 'anything now', ' mode', 'no longer', 'mandat', 'anweisung', 'befehl', 'regeln'],
      ...['vorgaben', 'consigne', 'istruzioni', 'regole', 'opdracht', 'polecenia', 'talimat', 'komut', 'arahan'],
      ...['directions', 'commands', 'directrices', 'reglas', 'indica', 'ordens', 'regras', 'diretrizes'],
      ...['direttive', 'aanwijzingen', 'regels', 'zasad', 'aturan', 'perintah', 'anvisningar', 'regler'],
      ...['](http', ']( ', 'conversation', 'chat history', 'chat log'],
      ...[
        'secret',
        'api key',
        'credential',
        'user',
        '"role"',
        '<system',
        '</system',
        'tool_result',
        'function_results',
      ],
      ...['assistant_response', ' ai', ' llm', 'language model', 'chatbot', 'gpt', 'claude', 'copilot', 'gemini'],
    ],
    rules: RULES,
  }),
  optional: 'prompt-injection',
} as const;
