extension MediaTypes {
    /// One type a line, then the extensions that promise it.
    static let extensionLines = """
        application/pdf pdf
        text/plain txt text log ini cfg conf properties asc
        text/markdown md markdown mkd mdown
        text/csv csv
        text/tab-separated-values tsv tab
        application/json json geojson
        application/x-ndjson jsonl ndjson
        application/x-ipynb+json ipynb
        application/xml xml xsd xsl xslt
        application/yaml yaml yml
        application/toml toml
        application/sql sql
        text/html html htm hml
        application/xhtml+xml xhtml xht
        application/atom+xml atom
        application/rss+xml rss
        application/rtf rtf
        application/msword doc dot
        application/vnd.ms-excel xls xlt
        application/vnd.ms-powerpoint ppt pps
        application/vnd.ms-outlook msg
        application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
        application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
        application/vnd.oasis.opendocument.text odt
        application/vnd.oasis.opendocument.spreadsheet ods
        application/vnd.oasis.opendocument.presentation odp
        application/epub+zip epub
        application/x-hwp hwp
        application/hwp+zip hwpx
        application/zip zip
        application/gzip gz tgz
        application/x-bzip2 bz2
        application/x-xz xz
        application/zstd zst
        application/x-tar tar
        application/x-7z-compressed 7z
        application/vnd.rar rar
        application/postscript ps eps
        message/rfc822 eml
        multipart/related mht mhtml
        application/mbox mbox
        text/calendar ics
        text/vcard vcf
        text/vtt vtt
        application/x-subrip srt
        text/x-tex tex latex
        text/css css
        text/javascript js mjs cjs
        text/x-typescript ts tsx
        text/x-python py
        text/x-ruby rb
        text/rust rs
        text/x-swift swift
        text/x-c c h cc cpp cxx hpp
        text/x-java java
        text/x-go go
        text/x-perl pl pm
        text/x-php php
        text/x-lua lua
        text/x-shellscript sh bash zsh
        text/x-msdos-batch bat cmd
        text/x-diff diff patch
        image/png png
        image/apng apng
        image/jpeg jpg jpeg jpe
        image/gif gif
        image/tiff tif tiff
        image/bmp bmp
        image/webp webp
        image/avif avif
        image/heic heic heif
        image/svg+xml svg
        image/jp2 jp2
        image/vnd.microsoft.icon ico
        image/vnd.adobe.photoshop psd
        image/vnd.zbrush.pcx pcx
        image/x-tga tga
        image/x-portable-graymap pgm
        image/x-portable-pixmap ppm
        audio/mpeg mp3
        audio/vnd.wave wav
        audio/flac flac
        audio/ogg ogg oga opus
        audio/mp4 m4a
        audio/aac aac
        audio/aiff aiff aif
        audio/amr amr
        audio/x-ms-wma wma
        audio/x-mpegurl m3u m3u8
        video/mp4 mp4 m4v
        video/quicktime mov
        video/vnd.avi avi
        video/webm webm
        video/x-matroska mkv
        video/mpeg mpg mpeg
        video/x-ms-wmv wmv
        video/ogg ogv
        video/3gpp 3gp
        video/mp2t m2ts mts
        video/x-flv flv
        audio/webm weba
        audio/x-matroska mka
        audio/x-caf caf
        audio/basic au snd
        model/obj obj
        model/stl stl
        model/3mf 3mf
        model/gltf-binary glb
        model/gltf+json gltf
        model/vnd.collada+xml dae
        application/vnd.autodesk.fbx fbx
        application/x-ply ply
        """
}
