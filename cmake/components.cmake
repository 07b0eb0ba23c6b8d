# The targets of the library. Each is a set of headers and what a program needs that includes them: hibana::hibana needs the
# standard library alone; a component exists where its packages are installed.

# headers: what belongs to the component, below include/hibana. outside: the foreign headers that these, and no others, may include.
# package, links: what find_package is asked for and what a program links.
set(hibana_components tls asio structs)

set(hibana_tls_headers transport/tls_*.hpp transport/peer_check.hpp)
set(hibana_tls_outside openssl/)
set(hibana_tls_package OpenSSL 3)
set(hibana_tls_links OpenSSL::SSL OpenSSL::Crypto)

set(hibana_asio_headers async_client.hpp asio/*.hpp)
set(hibana_asio_outside boost/ asio/)
set(hibana_asio_package Boost 1.81)
set(hibana_asio_links Boost::headers)

set(hibana_structs_headers command/structs.hpp)
set(hibana_structs_outside boost/hana)
set(hibana_structs_package Boost 1.81)
set(hibana_structs_links Boost::headers)

set(hibana_include ${PROJECT_SOURCE_DIR}/include)
file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${hibana_include}/hibana/*.hpp)

function(hibana_add_headers target)
    set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ${PROJECT_IS_TOP_LEVEL})
    target_sources(${target} INTERFACE FILE_SET HEADERS BASE_DIRS ${hibana_include} FILES ${ARGN})
endfunction()

set(hibana_available_components "")
foreach(component IN LISTS hibana_components)
    list(TRANSFORM hibana_${component}_headers PREPEND ${hibana_include}/hibana/ OUTPUT_VARIABLE patterns)
    file(GLOB of_component CONFIGURE_DEPENDS ${patterns})
    list(REMOVE_ITEM headers ${of_component})
    find_package(${hibana_${component}_package} QUIET)
    list(GET hibana_${component}_package 0 package)
    if(${package}_FOUND)
        add_library(hibana_${component} INTERFACE)
        add_library(hibana::${component} ALIAS hibana_${component})
        set_target_properties(hibana_${component} PROPERTIES EXPORT_NAME ${component})
        target_link_libraries(hibana_${component} INTERFACE hibana ${hibana_${component}_links})
        hibana_add_headers(hibana_${component} ${of_component})
        list(APPEND hibana_available_components ${component})
    elseif(PROJECT_IS_TOP_LEVEL)
        message(STATUS "hibana::${component} is left out: ${hibana_${component}_package} is not installed")
    endif()
endforeach()

find_package(Threads REQUIRED)
add_library(hibana INTERFACE)
add_library(hibana::hibana ALIAS hibana)
target_compile_features(hibana INTERFACE cxx_std_20)
target_link_libraries(hibana INTERFACE Threads::Threads)
hibana_add_headers(hibana ${headers})
