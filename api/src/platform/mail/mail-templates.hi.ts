import type { Templates } from './mail-kinds.js';

export const HINDI: Templates = {
  invite: ({ merchant, inviter, role, until }) => ({
    subject: `${merchant} का निमंत्रण`,
    paragraphs: [
      `${inviter} ने आपको ${merchant} के साथ ${role} के रूप में काम करने का निमंत्रण दिया है।`,
      `यह लिंक ${until} तक एक बार काम करता है। यदि आप ${merchant} को नहीं जानते, तो इस मेल को अनदेखा करें।`,
    ],
    link: 'निमंत्रण स्वीकार करें',
  }),
  password_reset: ({ minutes }) => ({
    subject: 'नया पासवर्ड सेट करें',
    paragraphs: [
      'आपके खाते के लिए नया पासवर्ड माँगा गया है।',
      `यह लिंक ${minutes} मिनट तक एक बार काम करता है। नया पासवर्ड आपके सभी सत्र समाप्त कर देता है।`,
      'यदि आपने यह नहीं माँगा, तो इस मेल को अनदेखा करें: आपका पासवर्ड नहीं बदलेगा।',
    ],
    link: 'नया पासवर्ड सेट करें',
  }),
  new_sign_in: ({ at, address, device }) => ({
    subject: 'आपके खाते में नया साइन-इन',
    paragraphs: [
      'आपके खाते का उपयोग ऐसे डिवाइस पर हुआ है जिस पर पहले साइन-इन नहीं हुआ था।',
      `समय: ${at}। पता: ${address}। डिवाइस: ${device}।`,
      'यदि यह आप नहीं थे, तो अभी अपना पासवर्ड बदलें: इससे बाकी सभी सत्र समाप्त हो जाते हैं।',
    ],
    link: 'अपने सत्र देखें',
  }),
  receipt: ({ merchant, amount, number, support }) => ({
    subject: `${merchant} की ${amount} की रसीद`,
    paragraphs: [
      `${merchant} को ${amount} मिल गए हैं। रसीद संख्या: ${number}।`,
      ...(support === '' ? [] : [`कोई प्रश्न? ${support}`]),
    ],
    link: 'रसीद खोलें',
  }),
  endpoint_disabled: ({ merchant, url, reason }) => ({
    subject: `${merchant} का एक वेबहुक एंडपॉइंट बंद कर दिया गया`,
    paragraphs: [
      `वेबहुक एंडपॉइंट ${url} बंद कर दिया गया है।`,
      reason === 'gone' ? 'उसके सर्वर ने 410 Gone उत्तर दिया।' : 'उस पर कई दिनों से सभी डिलीवरी विफल रही हैं।',
      'उसकी लंबित डिलीवरी विफल हो गई हैं। सर्वर ठीक होने पर एंडपॉइंट चालू करें और छूटे हुए इवेंट फिर से भेजें।',
    ],
    link: 'एंडपॉइंट खोलें',
  }),
  authorizations_expiring: ({ merchant, count, payments, more }) => ({
    subject: `${merchant} के ${count} अधिकृत भुगतान समाप्त होने वाले हैं`,
    paragraphs: [
      'ये भुगतान अधिकृत हैं पर कैप्चर नहीं हुए हैं। समय पर कैप्चर न होने पर पैसा भुगतानकर्ता को लौट जाता है।',
      ...payments,
      ...(more === '' ? [] : [`और ${more}।`]),
    ],
    link: 'भुगतान खोलें',
  }),
};
