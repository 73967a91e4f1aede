import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{catalogue}from"./chunk-WXZFLKNJ.mjs";import"./chunk-XCAZT6XC.mjs";import"./chunk-WCZDIGI7.mjs";import"./chunk-ZIPOEN3Z.mjs";import"./chunk-Z3DWX2RL.mjs";import"./chunk-KWAFDT4D.mjs";import"./chunk-VU72AMH5.mjs";export{catalogue};
