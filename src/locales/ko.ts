/** Korean texts of the form. */
import type { Locale } from './locale.js';

export default {
  lang: 'ko',
  dir: 'ltr',
  label: '이메일 주소를 입력하세요',
  placeholder: 'user@example.com',
  button: '계속',
  legal: '계속하면 {terms} 및 {privacy}에 동의하는 것으로 간주됩니다.',
  terms: '이용 약관',
  privacy: '개인정보 보호정책',
  missingEmail: '이메일 주소를 입력하세요.',
  incompleteEmail: '전체 이메일 주소를 입력하세요(예: user@example.com).',
  malformedEmail: '이 이메일 주소는 사용할 수 없습니다. 잘못된 곳이 없는지 확인하세요.',
} satisfies Locale;
